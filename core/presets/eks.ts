/** Registries of Amazon's own add-ons on EKS. Third parties' add-ons from the marketplace are nobody's base list. */
import type { PresetRegistry } from './preset.ts';

const source = 'https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html';

/** Account -> the regions in which it is the one that serves. */
const accounts: Readonly<Record<string, string>> = {
  '602401143452':
    'ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2',
  '877085696533': 'af-south-1',
  '800184023465': 'ap-east-1',
  // The page names ap-east-1 in this row's host; GuardDuty's page of the same account has the region that the row is of.
  '533267051163': 'ap-east-2',
  '296578399912': 'ap-southeast-3',
  '491585149902': 'ap-southeast-4',
  '151610086707': 'ap-southeast-5',
  '333609536671': 'ap-southeast-6',
  '121268973566': 'ap-southeast-7',
  '900889452093': 'ap-south-2',
  '761377655185': 'ca-west-1',
  '900612956339': 'eu-central-2',
  '590381155156': 'eu-south-1',
  '455263428931': 'eu-south-2',
  '066635153087': 'il-central-1',
  '759879836304': 'me-central-1',
  '558608220178': 'me-south-1',
  '730335286997': 'mx-central-1',
  '151742754352': 'us-gov-east-1',
  '013241004608': 'us-gov-west-1',
  '918309763551': 'cn-north-1',
  '961992271922': 'cn-northwest-1',
  '877088126301': 'eusc-de-east-1',
};

export const eks: readonly PresetRegistry[] = Object.entries(accounts).flatMap(([account, regions]) =>
  regions.split(' ').map((region) => ({ scope: `${account}.dkr.ecr.${region}.${suffixOf(region)}`, region, source })),
);

/** Each partition has a domain of its own. */
function suffixOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}
