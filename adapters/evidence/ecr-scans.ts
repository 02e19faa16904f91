/** What the scanners of Amazon ECR found. Source: Amazon ECR API reference, DescribeImageScanFindings. */
import type { PinnedImage, ScanSource } from '../../core/evidence/ports.ts';
import { type Scan, type ScanFinding, severityOf } from '../../core/evidence/scan.ts';
import type { Clock } from '../../core/ports.ts';
import type { Outcome } from '../../core/signature/outcome.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import { type EcrHost, parseEcrHost } from './ecr-host.ts';
import { platformsOf } from './ecr-platforms.ts';

/** Pages of 1,000 findings. */
const maxPages = 20;
const target = 'AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings';

/**
 * Basic and enhanced scans. A scan that is not finished is none yet, for every push begins one; an image that cannot be scanned has
 * none. An index has the findings of all its platforms.
 */
export function ecrScans(call: AwsCall, clock: Pick<Clock, 'now'>): ScanSource {
  return {
    async scan(image) {
      const host = parseEcrHost(image.host);
      if (host === null) return { ok: null };
      try {
        const scan = await readScan(call, clock, image, host);
        return 'ok' in scan && scan.ok === null ? await readPlatforms(call, clock, image, host) : scan;
      } catch {
        return { unknown: `ECR in ${host.region} did not answer` };
      }
    },
  };
}

type Answer = Awaited<ReturnType<ScanSource['scan']>>;
type Pending = Extract<Answer, { pending: string }>;

/** A platform without a scan is an image without one: somebody may run it. */
async function readPlatforms(call: AwsCall, clock: Pick<Clock, 'now'>, image: PinnedImage, host: EcrHost): Promise<Answer> {
  const platforms = await platformsOf(call, image, host);
  if (!('ok' in platforms)) return platforms;
  const answers = await Promise.all(platforms.ok.map((digest) => readScan(call, clock, { ...image, digest }, host)));
  const scans: Scan[] = [];
  for (const answer of answers) {
    if (!('ok' in answer) || answer.ok === null) return answer;
    scans.push(answer.ok);
  }
  if (scans.length === 0) return { ok: null };
  const times = scans.map(({ finishedMs }) => finishedMs);
  return {
    ok: {
      source: `ECR, ${scans.length} platforms`,
      finishedMs: times.includes(null) ? null : Math.min(...times.map(Number)),
      findings: distinct(scans.flatMap(({ findings }) => findings)),
    },
  };
}

function distinct(findings: readonly ScanFinding[]): ScanFinding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

async function readScan(
  call: AwsCall,
  clock: Pick<Clock, 'now'>,
  { path, digest }: PinnedImage,
  { account, region }: EcrHost,
): Promise<Answer> {
  const findings: ScanFinding[] = [];
  let token: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const body = {
      registryId: account,
      repositoryName: path,
      imageId: { imageDigest: digest },
      maxResults: 1000,
      ...(token === null ? {} : { nextToken: token }),
    };
    const answer = await call({ service: 'ecr', region, target, body });
    const state = stateOf(answer, region);
    if (!('ok' in state)) return state;
    if (state.ok === null) return { ok: null };
    const found = own(answer.body, 'imageScanFindings');
    findings.push(...listOf(found, 'findings').map(basicFinding), ...listOf(found, 'enhancedFindings').flatMap(enhancedFinding));
    token = ownText(answer.body, 'nextToken');
    const completed = own(found, 'imageScanCompletedAt');
    const finishedMs = state.ok === 'ACTIVE' ? clock.now() : typeof completed === 'number' ? completed * 1000 : null;
    if (token === null) return { ok: { source: 'ECR', finishedMs, findings } };
  }
  return { wrong: { code: 'malformed', detail: `ECR has more than ${maxPages * 1000} findings` } };
}

/** The state of a scan whose findings count: COMPLETE, or ACTIVE when Inspector keeps it up to date; null: there is none. */
function stateOf({ status, body }: Awaited<ReturnType<AwsCall>>, region: string): Outcome<'COMPLETE' | 'ACTIVE' | null> | Pending {
  const type = (ownText(body, '__type') ?? '').replace(/^.*#/, '');
  if (status !== 200 && ['ScanNotFoundException', 'ImageNotFoundException', 'RepositoryNotFoundException'].includes(type))
    return { ok: null };
  if (status !== 200) return { unknown: `ECR in ${region} answered HTTP ${status}` };
  const state = ownText(own(body, 'imageScanStatus'), 'status') ?? '';
  if (state === 'COMPLETE' || state === 'ACTIVE') return { ok: state };
  if (state === 'IN_PROGRESS' || state === 'PENDING') return { pending: 'ECR has not finished its scan' };
  return unscanned.includes(state) ? { ok: null } : { unknown: 'ECR tells a state of its scan that is not known' };
}

const unscanned: readonly string[] = [
  'UNSUPPORTED_IMAGE',
  'SCAN_ELIGIBILITY_EXPIRED',
  'FAILED',
  'FINDINGS_UNAVAILABLE',
  'LIMIT_EXCEEDED',
  'IMAGE_ARCHIVED',
];

/** A basic scan does not say whether there is a fix: it counts as fixable, so that `fixableOnly` hides nothing. */
function basicFinding(finding: unknown): ScanFinding {
  const attribute = (key: string) =>
    ownText(
      listOf(finding, 'attributes').find((one) => own(one, 'key') === key),
      'value',
    );
  const component = [attribute('package_name'), attribute('package_version')].filter((one) => one !== null).join(' ');
  return {
    id: ownText(finding, 'name') ?? 'unnamed',
    severity: severityOf(ownText(finding, 'severity') ?? ''),
    fixable: true,
    publishedMs: null,
    component: component === '' ? null : component,
  };
}

function enhancedFinding(finding: unknown): ScanFinding[] {
  const details = own(finding, 'packageVulnerabilityDetails');
  if (details === undefined) return [];
  const [first] = listOf(details, 'vulnerablePackages');
  const component = [ownText(first, 'name'), ownText(first, 'version')].filter((one) => one !== null).join(' ');
  const created = own(details, 'vendorCreatedAt');
  return [
    {
      id: ownText(details, 'vulnerabilityId') ?? 'unnamed',
      severity: severityOf(ownText(finding, 'severity') ?? ''),
      fixable: own(finding, 'fixAvailable') !== 'NO',
      publishedMs: typeof created === 'number' ? created * 1000 : null,
      component: component === '' ? null : component,
    },
  ];
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = own(value, key);
  return Array.isArray(list) ? list : [];
}
