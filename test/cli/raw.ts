/** A client that keeps no manners: bytes on a socket. */
import { connect, type Socket } from 'node:net';

export interface RawClient {
  readonly socket: Socket;
  /** All that came until the other side closed. */
  readonly all: Promise<string>;
  /** Resolves when `text` has come. */
  until(text: string): Promise<string>;
}

export async function rawClient(url: string): Promise<RawClient> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let seen = '';
  socket
    .on('error', () => undefined)
    .on('data', (chunk) => {
      seen += chunk.toString();
    });
  const all = new Promise<string>((resolve) => socket.once('close', () => resolve(seen)));
  const until = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = (): void => void (seen.includes(text) && resolve(seen));
      socket.on('data', look).once('close', () => reject(new Error(`closed before ${text} came: ${seen}`)));
      look();
    });
  return { socket, all, until };
}
