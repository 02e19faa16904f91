/** Scan reports that somebody gave, in the place of a registry's scanner: each counts for the images that it names by digest only. */
import { isRefusal, parseReference } from '../image/reference.ts';
import { quote } from '../text.ts';
import type { PinnedImage, ScanSource } from './ports.ts';
import { readReport, scannerOf } from './report.ts';
import { imagesOfReport, type ReportImages } from './report-images.ts';
import type { Scan } from './scan.ts';
import { imageText } from './words.ts';

export interface GivenReport extends ReportImages {
  /** As it was given. */
  readonly file: string;
  readonly scan: Scan;
}

export interface ReportScans {
  readonly source: ScanSource;
  /** One line for each report that counted for nothing. `checked`: canonical texts of the images that were judged. */
  unused(checked: readonly (string | null)[]): string[];
}

/** Null: it is no report that is known. */
export function givenReport(file: string, report: unknown): GivenReport | null {
  const scan = readReport(report, `${scannerOf(report)}, ${file}`);
  return scan === null ? null : { file, scan, ...imagesOfReport(report) };
}

export function reportScans(reports: readonly GivenReport[]): ReportScans {
  const byImage = new Map<string, Scan[]>();
  for (const { scan, images } of reports)
    for (const image of images) byImage.set(imageText(image), [...(byImage.get(imageText(image)) ?? []), scan]);
  const asked = new Set<string>();
  return {
    source: {
      async scan(image) {
        asked.add(imageText(image));
        return { ok: united(byImage.get(imageText(image)) ?? []) };
      },
    },
    unused: (checked) => {
      const counts = ({ images }: GivenReport) => images.some((image) => asked.has(imageText(image)));
      const idle = reports.filter((report) => !counts(report));
      const known = new Set(idle.length === 0 ? [] : checked.flatMap((text) => pinnedText(text) ?? []));
      return idle.map((report) => whyUnused(report, known));
    },
  };
}

/** All that was given counts: two scanners, or two platforms of one image. They are as old as the oldest. */
function united(scans: readonly Scan[]): Scan | null {
  const [first, ...more] = scans;
  if (first === undefined || more.length === 0) return first ?? null;
  const times = scans.flatMap(({ finishedMs }) => finishedMs ?? []);
  return {
    source: scans.map(({ source }) => source).join('; '),
    finishedMs: times.length < scans.length ? null : Math.min(...times),
    findings: scans.flatMap(({ findings }) => findings),
  };
}

function pinnedText(canonical: string | null): string | null {
  const reference = canonical === null ? null : parseReference(canonical);
  if (reference === null || isRefusal(reference) || reference.digest === null) return null;
  return imageText({ host: reference.host, path: reference.path, digest: reference.digest });
}

function whyUnused({ file, name, images }: GivenReport, checked: ReadonlySet<string>): string {
  const [first] = images;
  if (first === undefined)
    return `${file}: the report names ${name === null ? 'no image' : quote(name)} and no digest, so that it counts for nothing: scan the image as host/path@sha256:...`;
  const whole = describe(first, images.length);
  if (images.some((image) => checked.has(imageText(image))))
    return `${file}: the report is of ${whole}, for which the policy asks for no scan: name \`vulnerabilities\` in its requirements`;
  return `${file}: the report is of ${whole}, and no such image was checked: name that digest in the manifest, or scan the image that is there`;
}

function describe(image: PinnedImage, count: number): string {
  return `${imageText(image)}${count === 1 ? '' : ` (and ${count - 1} more)`}`;
}
