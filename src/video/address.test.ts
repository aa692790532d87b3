import { expect, test } from 'vitest';
import { readAllowedHosts } from '../adapters/allowed-hosts.ts';
import { vetStream } from './address.ts';

const vet = (url: string, ...hosts: string[]) => vetStream(url, readAllowedHosts(hosts));

test('without a list no stream is opened', async () => {
  await expect(vet('rtsp://192.168.20.7/live')).rejects.toThrow('HOMEWARD_WATCH_HOSTS');
  await expect(vet('rtsp://camera.invalid/live')).rejects.toThrow('opens no streams yet');
});

test.each([
  ['rtsp://192.168.20.7/live', '192.168.20.0/24'],
  ['rtsp://192.168.20.7:8554/live', '192.168.20.7:8554'],
  ['rtsp://192.168.20.7/live', '192.168.20.7'],
  ['rtsps://192.168.20.7/live', '192.168.20.7:322'],
  ['rtsp://[fd00:1::7]:554/live', 'fd00:1::/32'],
  ['rtsp://[::ffff:192.168.20.7]/live', '192.168.20.0/24'],
  ['http://LOCALHOST:8080/', 'localhost'],
  ['http://localhost:8080/', '127.0.0.0/8', '::1/128'],
])('%s is opened where %s is allowed', async (url, ...hosts) => {
  await expect(vet(url, ...hosts)).resolves.toMatchObject({ isRtsp: url.startsWith('rtsp') });
});

test.each([
  ['another network', 'rtsp://192.168.21.7/live', '192.168.20.0/24'],
  ['another port', 'rtsp://192.168.20.7:22/live', '192.168.20.7:554'],
  ['this machine as a decimal number', 'http://2130706433/', '192.168.20.0/24'],
  ['this machine in hexadecimal', 'rtsp://0x7f000001/', '192.168.20.0/24'],
  ['this machine in octal', 'rtsp://0177.0.0.1/', '192.168.20.0/24'],
  ['this machine, short', 'rtsp://127.1/', '192.168.20.0/24'],
  ['this machine in IPv6', 'rtsp://[::1]/', '192.168.20.0/24'],
  ['IPv4 within IPv6', 'rtsp://[::ffff:127.0.0.1]/', '192.168.20.0/24'],
  ['a name of this machine', 'rtsp://localhost/', '192.168.20.0/24'],
  ['a name with a dot at its end', 'http://localhost./', '192.168.20.0/24'],
  ['the host as user name', 'rtsp://192.168.20.7@127.0.0.1/', '192.168.20.0/24'],
  ['the host as password', 'rtsp://a:192.168.20.7@127.0.0.1/', '192.168.20.0/24'],
  ['two users', 'rtsp://192.168.20.7@x@127.0.0.1/', '192.168.20.0/24'],
  ['the store of secrets of a cloud', 'http://169.254.169.254/', '0.0.0.0/0'],
  ['every machine', 'http://0.0.0.0/', '0.0.0.0/0'],
  ['many machines', 'rtsp://239.1.1.1/', '0.0.0.0/0'],
])('refused: %s', async (_, url, ...hosts) => {
  await expect(vet(url, ...hosts)).rejects.toMatchObject({ code: 'invalid' });
});

test.each([
  'file:///etc/passwd',
  '/etc/passwd',
  'concat:http://192.168.20.7/a|http://192.168.20.7/b',
  'rtmp://192.168.20.7/live',
  'rtsp:///live',
  'rtsp:192.168.20.7',
  'rtsp://192.168.20.7\\@127.0.0.1/',
  'rtsp://192.168.20.7/live\r\nSET_PARAMETER x',
  'tcp://192.168.20.7:22',
  'subfile,,start,0,end,9,,:/etc/passwd',
  '',
])('no stream at all: %s', async (url) => {
  await expect(vet(url, '192.168.20.0/24')).rejects.toMatchObject({ code: 'invalid' });
});

test('the address that was checked is told, to be connected to, and the credentials are kept', async () => {
  const vetted = await vet('rtsp://us%40er:p%3Aw%2F@localhost:8554/live?channel=1', 'localhost');
  expect(vetted).toMatchObject({ host: 'localhost:8554', port: 8554, isRtsp: true, isTls: false });
  expect(vetted.url).toBe('rtsp://us%40er:p%3Aw%2F@localhost:8554/live?channel=1');
  expect(vetted.address).toMatch(/^(127\.0\.0\.1|::1)$/);
});

test('a name that nobody knows is said to be unknown', async () => {
  await expect(vet('rtsp://camera.invalid/live', 'camera.invalid')).rejects.toThrow('Nobody knows');
});

test('no refusal repeats the password', async () => {
  const error: unknown = await vet('rtsp://user:secret@127.0.0.1/', '10.0.0.0/8').catch((thrown: unknown) => thrown);
  expect(String(error)).not.toContain('secret');
});

test('a network that is none is said to be none', () => {
  expect(() => readAllowedHosts(['192.168.20.0/99'])).toThrow('is no network');
});
