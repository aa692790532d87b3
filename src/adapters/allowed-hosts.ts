import ipaddr from 'ipaddr.js';
import { AppError } from '../core/errors.ts';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Hosts that streams may come from, as the operator named them; nobody else is ever called. */
export interface AllowedHosts {
  /** By the name that a person wrote. @param host in lower case, without brackets */
  hasName(host: string, port: number): boolean;
  /** By the address that the name stands for. */
  hasAddress(address: string): boolean;
  readonly isEmpty: boolean;
  /** Whether a name may be allowed by the address that it stands for. */
  readonly hasNetworks: boolean;
}

/**
 * Read HOMEWARD_WATCH_HOSTS: host names, `host:port`, and networks such as 192.168.20.0/24, as the setting holds them.
 *
 * @throws AppError `invalid` when a network is none
 */
export function readAllowedHosts(hosts: readonly string[]): AllowedHosts {
  const entries = hosts.map((host) => host.trim().toLowerCase());
  const networks: Network[] = entries.filter((entry) => entry.includes('/')).map(networkOf);
  const names = new Set(
    entries.filter((entry) => !entry.includes('/')).map((entry) => entry.replace(/^\[(.*)\]$/, '$1')),
  );
  return {
    isEmpty: entries.length === 0,
    hasNetworks: networks.length > 0,
    hasName: (host, port) => names.has(host) || names.has(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`),
    hasAddress: (address) => {
      if (!ipaddr.isValid(address)) return false;
      const parsed = ipaddr.process(address); // an IPv4 address in IPv6 clothes is an IPv4 address
      return networks.some((network) => parsed.kind() === network[0].kind() && parsed.match(network));
    },
  };
}

function networkOf(entry: string): Network {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  throw new AppError('invalid', `HOMEWARD_WATCH_HOSTS: «${entry}» is no network. Write it as 192.168.20.0/24.`);
}
