import { type FollowOptions, followChannel } from '../follow.ts';

interface FollowTemplatesOptions extends Pick<FollowOptions, 'databaseUrl' | 'onError'> {
  /** Templates may have changed; also called at the beginning and after the connection was lost. */
  readonly onChange: () => void;
}

/** Be told when templates change, until `close`. */
export function followTemplates({ onChange, ...options }: FollowTemplatesOptions): { close(): Promise<void> } {
  return followChannel({ ...options, channel: 'templates', onMessage: () => onChange() });
}
