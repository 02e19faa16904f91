/** Every rule about Dockerfiles: those that hadolint has too in the order of its codes, then our own. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { addInsteadOfCopy } from './add-instead-of-copy.ts';
import { addUrlWithoutChecksum } from './add-url-without-checksum.ts';
import { apkCache } from './apk-cache.ts';
import { apkUnpinned } from './apk-unpinned.ts';
import { aptAsks } from './apt-asks.ts';
import { aptForPeople } from './apt-for-people.ts';
import { aptListsLeft } from './apt-lists-left.ts';
import { aptRecommends } from './apt-recommends.ts';
import { aptUnpinned } from './apt-unpinned.ts';
import { archiveCopied } from './archive-copied.ts';
import { buildToolsInFinalStage } from './build-tools-in-final-stage.ts';
import { cdInRun } from './cd-in-run.ts';
import { consecutiveRuns } from './consecutive-runs.ts';
import { copyFromItself } from './copy-from-itself.ts';
import { copyFromUnknownStage } from './copy-from-unknown-stage.ts';
import { copyToFolder } from './copy-to-folder.ts';
import { curlAndWget } from './curl-and-wget.ts';
import { curlPipeShell } from './curl-pipe-shell.ts';
import { deprecatedMaintainer } from './deprecated-maintainer.ts';
import { dnfAsks } from './dnf-asks.ts';
import { dnfCache } from './dnf-cache.ts';
import { dnfUnpinned } from './dnf-unpinned.ts';
import { duplicateStageName } from './duplicate-stage-name.ts';
import { envRefersToItself } from './env-refers-to-itself.ts';
import { finalBaseNotMinimal } from './final-base-not-minimal.ts';
import { fixedPlatform } from './fixed-platform.ts';
import { forbiddenOnbuild } from './forbidden-onbuild.ts';
import { gemUnpinned } from './gem-unpinned.ts';
import { goUnpinned } from './go-unpinned.ts';
import { ignoreWithoutReason } from './ignore-without-reason.ts';
import { invalidLabelKey } from './invalid-label-key.ts';
import { invalidPort } from './invalid-port.ts';
import { missingPipefail } from './missing-pipefail.ts';
import { missingTag } from './missing-tag.ts';
import { mutableTag } from './mutable-tag.ts';
import { noSudo } from './no-sudo.ts';
import { npmCache } from './npm-cache.ts';
import { npmUnpinned } from './npm-unpinned.ts';
import { pipCache } from './pip-cache.ts';
import { pipUnpinned } from './pip-unpinned.ts';
import { pointlessCommand } from './pointless-command.ts';
import { relativeCopyDestination } from './relative-copy-destination.ts';
import { reservedStageName } from './reserved-stage-name.ts';
import { rootUser } from './root-user.ts';
import { secretCopied } from './secret-copied.ts';
import { secretInVariable } from './secret-in-variable.ts';
import { severalCmds } from './several-cmds.ts';
import { severalEntrypoints } from './several-entrypoints.ts';
import { severalHealthchecks } from './several-healthchecks.ts';
import { shellByLink } from './shell-by-link.ts';
import { shellFormCommand } from './shell-form-command.ts';
import { startsWithFrom } from './starts-with-from.ts';
import { unpinnedBase } from './unpinned-base.ts';
import { useraddSparseLog } from './useradd-sparse-log.ts';
import { wgetProgress } from './wget-progress.ts';
import { yarnCache } from './yarn-cache.ts';
import { yumAsks } from './yum-asks.ts';
import { yumCache } from './yum-cache.ts';
import { yumUnpinned } from './yum-unpinned.ts';
import { zypperAsks } from './zypper-asks.ts';
import { zypperCache } from './zypper-cache.ts';
import { zypperDistUpgrade } from './zypper-dist-upgrade.ts';
import { zypperUnpinned } from './zypper-unpinned.ts';

export const dockerfileRules: readonly DockerfileRule[] = [
  absoluteWorkdir,
  pointlessCommand,
  rootUser,
  cdInRun,
  noSudo,
  missingTag,
  mutableTag,
  aptUnpinned,
  aptListsLeft,
  archiveCopied,
  invalidPort,
  severalHealthchecks,
  pipUnpinned,
  aptAsks,
  aptRecommends,
  npmUnpinned,
  apkUnpinned,
  apkCache,
  addInsteadOfCopy,
  copyToFolder,
  copyFromUnknownStage,
  copyFromItself,
  duplicateStageName,
  shellFormCommand,
  aptForPeople,
  gemUnpinned,
  fixedPlatform,
  yumAsks,
  yumCache,
  yumUnpinned,
  zypperAsks,
  zypperDistUpgrade,
  zypperCache,
  zypperUnpinned,
  dnfAsks,
  dnfCache,
  dnfUnpinned,
  pipCache,
  forbiddenOnbuild,
  envRefersToItself,
  relativeCopyDestination,
  useraddSparseLog,
  wgetProgress,
  invalidLabelKey,
  consecutiveRuns,
  yarnCache,
  startsWithFrom,
  goUnpinned,
  reservedStageName,
  deprecatedMaintainer,
  curlAndWget,
  severalCmds,
  severalEntrypoints,
  shellByLink,
  missingPipefail,
  addUrlWithoutChecksum,
  buildToolsInFinalStage,
  curlPipeShell,
  finalBaseNotMinimal,
  ignoreWithoutReason,
  npmCache,
  secretCopied,
  secretInVariable,
  unpinnedBase,
];
