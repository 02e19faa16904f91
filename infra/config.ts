/** The deployment's configuration: context keys `image-warden:<key>`, in cdk.json or `-c image-warden:stage=dev`. */
import type { ImageWardenProps } from './settings/props.ts';
import { checkedProps } from './settings/settings.ts';

const prefix = 'image-warden:';

/** `context` is everything that the app was given; other keys are the CDK's own. Throws a `SettingsError`. */
export function readConfig(context: Readonly<Record<string, unknown>>): ImageWardenProps {
  const own = Object.entries(context).filter(([key]) => key.startsWith(prefix));
  return checkedProps(Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), plain(value)])), prefix);
}

/** `-c` gives text: what reads as a number, a truth value, a list or an object is one. */
function plain(value: unknown): unknown {
  if (typeof value !== 'string' || !/^([[{]|-?[0-9]+$|true$|false$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
