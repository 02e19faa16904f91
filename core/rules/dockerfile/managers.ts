/** Package managers: how each is called, what installs, which flags take a value, and which packages a command names. */
import { type Command, operands } from '../../dockerfile/shell/command.ts';

export interface Manager {
  readonly commands: readonly string[];
  readonly install: readonly string[];
  /** Flags whose value is the next word. */
  readonly valued: ReadonlySet<string>;
}

export const apt: Manager = {
  commands: ['apt-get'],
  install: ['install'],
  valued: words('t target-release default-release o option c config-file'),
};

export const apk: Manager = {
  commands: ['apk'],
  install: ['add'],
  valued: words('t virtual X repository p root arch keys-dir repositories-file cache-dir wait progress-fd cache-max-age'),
};

const rpmFlags = words(
  'x exclude enablerepo disablerepo installroot releasever c config setopt repo repoid enable-repo disable-repo d e R forcearch',
);

export const yum: Manager = { commands: ['yum'], install: ['install', 'groupinstall', 'localinstall', 'reinstall'], valued: rpmFlags };

export const dnf: Manager = { commands: ['dnf', 'microdnf'], install: ['install', 'groupinstall', 'localinstall'], valued: rpmFlags };

export const zypper: Manager = { commands: ['zypper'], install: ['install', 'in'], valued: words('r repo R root C config from t type') };

export const pip: Manager = {
  commands: ['pip', 'pip2', 'pip3'],
  install: ['install'],
  valued: words(
    'abi b build cache-dir cert client-cert e editable exists-action extra-index-url f find-links global-option i implementation index-url install-option log no-binary only-binary platform prefix progress-bar proxy python-version retries root src t target timeout trusted-host upgrade-strategy c constraint r requirement',
  ),
};

export const npm: Manager = {
  commands: ['npm'],
  install: ['install', 'i', 'add'],
  valued: words('cache fetch-retries fetch-timeout loglevel maxsockets prefix registry tag userconfig w workspace'),
};

export const yarn: Manager = {
  commands: ['yarn'],
  install: ['install', 'add'],
  valued: words('cwd registry network-timeout cache-folder modules-folder'),
};

export const gem: Manager = {
  commands: ['gem'],
  install: ['install', 'i'],
  valued: words('i install-dir n bindir P trust-policy s source p http-proxy v version'),
};

/** The packages that the command installs; null when it installs nothing. `module` and `group` of yum and dnf are stepped over. */
export function installed(command: Command, manager: Manager): string[] | null {
  const seen = pythonModule(command);
  if (!manager.commands.includes(seen.name)) return null;
  const [first, ...rest] = operands(seen, manager.valued);
  if (first !== undefined && manager.install.includes(first)) return rest;
  const [second, ...packages] = rest;
  const grouped = first === 'module' || first === 'group';
  return grouped && second !== undefined && manager.install.includes(second) ? packages : null;
}

/** `python3 -m pip install` is `pip install`. */
function pythonModule(command: Command): Command {
  if (!/^python[\d.]*$/.test(command.name)) return command;
  const at = command.args.indexOf('-m');
  const name = at < 0 ? undefined : command.args[at + 1];
  return name === undefined ? command : { ...command, name, args: command.args.slice(at + 2) };
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
