import { describe, expect, it } from '@jest/globals';
import { clusterUrl, readBaseUrl } from '../../../core/connect/base-url.ts';

describe('readBaseUrl', () => {
  it.each([
    ['https://abc.execute-api.eu-west-1.amazonaws.com/prod/', 'https://abc.execute-api.eu-west-1.amazonaws.com/prod/'],
    ['https://abc.execute-api.eu-west-1.amazonaws.com/prod', 'https://abc.execute-api.eu-west-1.amazonaws.com/prod/'],
    ['https://warden.example.com', 'https://warden.example.com/'],
    ['https://127.0.0.1:1323', 'https://127.0.0.1:1323/'],
  ])('%s', (text, url) => {
    expect(readBaseUrl(text)).toEqual({ url });
  });

  it.each([
    ['', 'expected a URL such as https://abc.execute-api.eu-west-1.amazonaws.com/prod/, got ""'],
    ['warden.example.com', 'expected a URL such as https://abc.execute-api.eu-west-1.amazonaws.com/prod/, got "warden.example.com"'],
    ['https://a b', 'expected a URL such as https://abc.execute-api.eu-west-1.amazonaws.com/prod/, got "https://a b"'],
    ['http://a.example', 'expected https, which is all that an API server calls, got "http://a.example"'],
    ['https://u:p@a.example', 'expected no user in the URL, got "https://u:p@a.example"'],
    ['https://a.example/?x=1', 'expected no query and no fragment: an API server refuses them, got "https://a.example/?x=1"'],
    ['https://a.example/?', 'expected no query and no fragment: an API server refuses them, got "https://a.example/?"'],
    ['https://a.example/#x', 'expected no query and no fragment: an API server refuses them, got "https://a.example/#x"'],
  ])('refuses %j', (text, problem) => {
    expect(readBaseUrl(text)).toEqual({ problem });
  });

  it('puts cluster and token into the path', () => {
    expect(clusterUrl('https://a.example/prod/', 'dev', 't', 'image-policy')).toBe('https://a.example/prod/v1/clusters/dev/t/image-policy');
  });
});
