import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usesOf } from '../../../core/report/uses.ts';
import { goodImage, hostileReport, job, jobImage, mixed, own, web, webImage } from './sample.ts';

describe('usesOf', () => {
  it('gives every image its findings, and what remains', () => {
    expect(usesOf(mixed)).toEqual({
      uses: [
        { image: webImage, findings: [web], worst: 'deny' },
        { image: goodImage, findings: [], worst: null },
        { image: jobImage, findings: [job], worst: 'warn' },
      ],
      others: [own],
    });
  });

  it('tells documents of one file apart by line and object', () => {
    const second = { ...webImage, line: 20 };
    const third = { ...webImage, object: { ...web.object, name: 'other' } };
    const { uses } = usesOf({ ...mixed, images: [second, third, webImage] });
    expect(uses.map(({ findings }) => findings.length)).toEqual([0, 0, 1]);
  });

  it('finds them without line and object too', () => {
    const { object, line, ...bare } = webImage;
    expect(usesOf({ ...mixed, images: [bare] }).uses[0]?.findings).toEqual([web]);
  });

  it('loses no finding', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { uses, others } = usesOf(report);
        expect(new Set([...uses.flatMap(({ findings }) => findings), ...others])).toEqual(new Set(report.findings));
        expect(uses.map(({ image }) => image)).toEqual(report.images);
      }),
    );
  });
});
