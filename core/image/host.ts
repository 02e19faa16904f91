/**
 * Hosts: `name [":" port]` or `"[" ipv6 "]" [":" port]`.
 *
 *     name  := label *("." label)            label := alphanumeric [*(alphanumeric | "-") alphanumeric]
 *     port  := 1-65535, no leading zero
 *
 * Source: distribution/reference, domain grammar. Stricter on purpose, so that a host has one spelling and a URL parser
 * reads the same one: lower case only, ports in range, IPv6 in its shortest form (RFC 5952), no address in disguise
 * (`127.1`, `0x7f.1`: WHATWG URL, "ends in a number"), punycode that a URL parser takes unchanged.
 */
import { maxHostLength } from '../limits.ts';
import { colon, dot, hyphen, isDigit, isHex, isLowerAlphanumeric, isUpper } from './chars.ts';
import { quote, quoteAt, type Refusal, refuse } from './refusal.ts';

const openBracket = 0x5b;

/** A first component is a host when it has `.`, `:` or an upper-case letter, or is `localhost` (distribution/reference, splitDockerDomain). */
export function isHostComponent(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === dot || code === colon || isUpper(code)) return true;
  }
  return end === 9 && text.startsWith('localhost');
}

/** Checks that `text` from `start` to `end` is a host with an optional port; null when it is. */
export function checkHost(text: string, start: number, end: number): Refusal | null {
  if (text.charCodeAt(start) === openBracket) return checkIpv6(text, start, end);
  let label = start;
  let punycode = false;
  let i = start;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isLowerAlphanumeric(code) || (code === hyphen && i > label)) continue;
    if (code === colon) break;
    if (code !== dot || i === label || text.charCodeAt(i - 1) === hyphen) return refuseCharacter(text, start, end, i);
    punycode ||= text.startsWith('xn--', label);
    label = i + 1;
  }
  if (i === label || text.charCodeAt(i - 1) === hyphen) return refuseCharacter(text, start, end, i);
  if (i - start > maxHostLength) return refuse(`host of ${i - start} characters, at most ${maxHostLength}`, start);
  if (isDigit(text.charCodeAt(label)) && isDisguised(text, start, label, i)) return refuseDisguised(text, start, i);
  if ((punycode || text.startsWith('xn--', label)) && !isUrlHost(text.slice(start, i))) return refusePunycode(text, start, i);
  return i === end ? null : checkPort(text, i + 1, end);
}

/** The last label is a number to a URL parser, and the name is no plain IPv4 address. */
function isDisguised(text: string, start: number, label: number, end: number): boolean {
  if (!/^(?:\d+|0x[\da-f]*)$/.test(text.slice(label, end))) return false;
  const parts = text.slice(start, end).split('.');
  return parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Punycode that does not decode is refused by some URL parsers and kept by others (Node 24 keeps it): ask the one that will connect. */
function isUrlHost(host: string): boolean {
  return URL.parse(`https://${host}/`)?.hostname === host;
}

function checkIpv6(text: string, start: number, end: number): Refusal | null {
  const close = text.indexOf(']', start);
  if (close < 0 || close >= end) return refuse('"[" without "]" in the host', start);
  for (let i = start + 1; i < close; i++) {
    const code = text.charCodeAt(i);
    if (!isHex(code) && code !== colon) return refuse(`${quoteAt(text, i)} is not allowed in an IPv6 address`, i);
  }
  const given = text.slice(start, close + 1);
  const shortest = URL.parse(`https://${given}/`)?.hostname;
  if (shortest === undefined) return refuse(`${quote(given)} is no IPv6 address`, start);
  if (shortest !== given) return refuse(`the IPv6 address is not in its shortest form, which is ${quote(shortest)}`, start);
  if (close + 1 === end) return null;
  if (text.charCodeAt(close + 1) !== colon) return refuse(`${quoteAt(text, close + 1)} after "]": expected ":" and a port`, close + 1);
  return checkPort(text, close + 2, end);
}

function checkPort(text: string, start: number, end: number): Refusal | null {
  if (start === end) return refuse('no port after ":"', start);
  let port = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return refusePort(text, start, end);
    port = port * 10 + code - 0x30;
  }
  if (port < 1 || port > 65535) return refuse(`port ${text.slice(start, Math.min(end, start + 20))} is not 1-65535`, start);
  if (text.charCodeAt(start) === 0x30) return refuse(`port ${text.slice(start, Math.min(end, start + 20))} has a leading zero`, start);
  return null;
}

function refusePort(text: string, start: number, end: number): Refusal {
  const port = text.slice(start, end);
  if (port.includes(':')) return refuse('more than one ":" in the host: an IPv6 address goes in brackets', start);
  return refuse(`port ${quote(port)} is not a number`, start);
}

function refuseDisguised(text: string, start: number, end: number): Refusal {
  return refuse(`host ${quote(text.slice(start, end))} ends in a number but is no plain IPv4 address`, start);
}

function refusePunycode(text: string, start: number, end: number): Refusal {
  return refuse(`host ${quote(text.slice(start, end))} is punycode that a URL parser reads differently`, start);
}

function refuseCharacter(text: string, start: number, end: number, position: number): Refusal {
  const host = quote(text.slice(start, end));
  const code = text.charCodeAt(position);
  if (position < end && isUpper(code)) return refuse(`upper-case letter in the host ${host}: hosts are lower case`, position);
  if (position > start && text.charCodeAt(position - 1) === hyphen) return refuse(`a part of the host ${host} ends with "-"`, position - 1);
  if (position === end || code === colon) return refuseEnd(host, start, position);
  if (code === hyphen) return refuse(`a part of the host ${host} begins with "-"`, position);
  if (code === dot) return refuse(position === start ? `the host ${host} begins with "."` : `".." in the host ${host}`, position);
  return refuse(`${quoteAt(text, position)} is not allowed in the host ${host}`, position);
}

function refuseEnd(host: string, start: number, position: number): Refusal {
  if (position === start) return refuse('no host', position);
  return refuse(`the host ${host} ends with "."`, position - 1);
}
