import type { Failure, Order } from './messages.ts';

/** A failure in words for the person who looks after the source: what is wrong, and what to do. */
export function wordsOf(failure: Failure, kind: Order['kind']): string {
  return kind === 'file' ? ofFilm(failure) : OF_STREAM[failure];
}

const OF_STREAM: Readonly<Record<Failure, string>> = {
  password: 'The camera refuses the user name or the password. Check both and save the source again.',
  forbidden: 'The camera knows this user but does not let them look. Give the user the right to see the stream.',
  missing: 'The camera answers, but has no such stream. Check the path of the address.',
  unreachable: 'The camera cannot be reached. Check that it is switched on, and its address and port.',
  silent: 'The camera does not answer in time. Check the network between it and this server.',
  empty: 'The camera sends nothing. Look at it with its own program, or restart it.',
  'not-a-film': 'What comes from this address is not a film. Check the path of the address.',
  'no-picture': 'The stream has sound only. Choose a stream with a picture.',
  codec: 'The stream is in a format that cannot be read. Set the camera to H.264, H.265 or MJPEG.',
  damaged: 'The stream is damaged and no picture can be read. Check the connection, or restart the camera.',
  ended: 'The camera ended the stream.',
  unknown: 'The stream cannot be read. Look at it with another program to see whether the camera works.',
};

function ofFilm(failure: Failure): string {
  switch (failure) {
    case 'empty':
      return 'The file is empty. Copy it from the recorder again.';
    case 'no-picture':
      return 'The file has sound only. Choose a film.';
    case 'codec':
      return 'The film is in a format that cannot be read. Export it as MP4 with H.264.';
    case 'damaged':
    case 'ended':
      return 'The film is damaged and no picture can be read. Copy it from the recorder again.';
    case 'silent':
      return 'The film takes too long to read. Try again later.';
    default:
      return 'This is not a film that can be read. Send MP4, MOV, MKV, AVI or MPEG-TS.';
  }
}
