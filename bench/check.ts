/**
 * `npm run bench:check`: what `check` takes for 10,000 manifests, a cluster's dump of 100 MB and one file, each in a process of
 * its own, against the YAML parser alone. A table on the terminal; exit code 1 when a goal is missed.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const manifests = 10_000;
const dumpBytes = 100_000_000;
const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
const at = (name: string): string => join(folder, name);

interface Measured {
  readonly wallMs: number;
  /** User and system time of the process. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Tells its own use of the machine when it ends. */
const meter = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.METER, JSON.stringify([userCPUTime + systemCPUTime, maxRSS])); });`;

function measure(args: readonly string[]): Measured {
  const env = { ...process.env, METER: at('meter.json'), NODE_OPTIONS: `--require ${at('meter.cjs')}` };
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const wallMs = performance.now() - beganMs;
  if (status !== 0 && status !== 1) throw new Error(`exit code ${status}: ${stderr}`);
  const [cpuUs = 0, peakKb = 0] = JSON.parse(readMeter()) as number[];
  return { wallMs, cpuMs: cpuUs / 1000, peakMb: (peakKb * 1024) / 1e6 };
}

function readMeter(): string {
  return process.getBuiltinModule('node:fs').readFileSync(at('meter.json'), 'utf8');
}

/** What is shipped: stripping the types of the sources is no part of `check`. */
const check = (...args: string[]): string[] => [
  at('dist/cli.mjs'),
  'check',
  '--policy',
  at('policy.yaml'),
  '--format',
  'json',
  '--output',
  at('report.json'),
  ...args,
];

function image(i: number): string {
  return i % 3 === 0 ? 'nginx:1.27' : 'secureoci.com/app:1.2';
}

function deployment(i: number): string {
  return `# manifest ${i}
apiVersion: apps/v1
kind: Deployment
metadata: { name: web-${i}, namespace: shop, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      automountServiceAccountToken: false
      containers:
        - name: app
          image: ${image(i)}
          env:
            - { name: A, value: "1" }
            - name: B
              value: two
          ports: [{ containerPort: 80 }]
          resources: { limits: { cpu: 1, memory: 1Gi } }
`;
}

function podText(i: number): string {
  const env = Array.from({ length: 20 }, (_, k) => ({ name: `VARIABLE_${k}`, value: `value-${k}-of-some-length` }));
  const containers = [{ name: 'app', image: image(i), env, resources: { limits: { cpu: '1', memory: '1Gi' } } }];
  const spec = { automountServiceAccountToken: false, containers };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${i}`, namespace: `ns-${i % 50}` }, spec }, null, 4);
}

async function writeDump(): Promise<void> {
  const out = createWriteStream(at('dump.json'));
  out.write('{"apiVersion": "v1", "items": [\n');
  for (let i = 0, bytes = 0; bytes < dumpBytes; i++) {
    const piece = `${i === 0 ? '' : ',\n'}${podText(i)}`;
    bytes += piece.length;
    if (!out.write(piece)) await once(out, 'drain');
  }
  out.end('], "kind": "List"}\n');
  await once(out, 'close');
}

function writeManifests(): void {
  for (let i = 0; i < manifests; i++) {
    mkdirSync(at(`many/${i % 100}`), { recursive: true });
    writeFileSync(at(`many/${i % 100}/${i}.yaml`), deployment(i));
  }
}

/** The parser alone, on the same texts, to the same values, with the garbage collected as often (see cli/main.ts). */
const parserAlone = `import { parseAllDocuments, LineCounter } from 'yaml';
import { readdirSync, readFileSync } from 'node:fs';
process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
for (const folder of readdirSync(process.argv[1]))
  for (const file of readdirSync(process.argv[1] + '/' + folder)) {
    const text = readFileSync(process.argv[1] + '/' + folder + '/' + file, 'utf8');
    for (const document of parseAllDocuments(text, { schema: 'core', merge: true, lineCounter: new LineCounter(), prettyErrors: false, uniqueKeys: false })) document.toJS();
  }`;

interface Row {
  readonly what: string;
  readonly is: number;
  readonly goal: number;
  readonly unit: string;
}

try {
  spawnSync(process.execPath, ['build.ts', at('dist')], { stdio: 'inherit' });
  writeFileSync(at('meter.cjs'), meter);
  writeFileSync(at('policy.yaml'), 'version: 1\nimages: [secureoci.com]\n');
  writeManifests();
  await writeDump();
  const many = measure(check(at('many')));
  const parser = measure(['--input-type=module', '-e', parserAlone, at('many')]);
  const dump = measure(check(at('dump.json')));
  const one = measure(check(at('many/1/1.yaml')));
  const rows: Row[] = [
    { what: '10,000 manifests', is: many.wallMs, goal: 10_000, unit: 'ms' },
    { what: 'their memory', is: many.peakMb, goal: 300, unit: 'MB' },
    { what: 'CPU time to that of the YAML parser alone', is: many.cpuMs / parser.cpuMs, goal: 1.5, unit: '' },
    { what: 'a dump of 100 MB', is: dump.wallMs, goal: 10_000, unit: 'ms' },
    { what: 'its memory', is: dump.peakMb, goal: 300, unit: 'MB' },
    { what: 'one file, from start to end', is: one.wallMs, goal: 300, unit: 'ms' },
  ];
  for (const { what, is, goal, unit } of rows) {
    const shown = unit === '' ? is.toFixed(2) : String(Math.round(is));
    process.stdout.write(`${is <= goal ? 'ok    ' : 'MISSED'}  ${what.padEnd(44)} ${shown.padStart(8)} ${unit.padEnd(2)}  goal ${goal}\n`);
  }
  process.exitCode = rows.every(({ is, goal }) => is <= goal) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
