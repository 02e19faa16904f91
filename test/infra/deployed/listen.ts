/** A local server on a free port that ends with its test. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Local {
  /** `127.0.0.1:43210` */
  readonly host: string;
  close(): Promise<void>;
}

export async function listen(server: Server): Promise<Local> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
