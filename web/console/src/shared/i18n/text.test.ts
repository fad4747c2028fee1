import { describe, expect, it } from 'vitest';
import { date, daysBetween, goal, instant, number, share, wholeShare, civilToday } from './format';
import { holes, write } from './text';

describe('write', () => {
  const late = { zh: '{n} 项逾期', en: '{n} {n:clause|clauses} late' };
  it('fills holes in the chosen language', () => {
    expect(write('zh', late, { n: 4 })).toBe('4 项逾期');
    expect(write('en', late, { n: 4 })).toBe('4 clauses late');
  });
  it('chooses the singular by the number one', () => expect(write('en', late, { n: 1 })).toBe('1 clause late'));
  it('separates thousands in numbers, and leaves text as it is', () => {
    expect(write('zh', { zh: '{a} {b}', en: '' }, { a: 12345, b: '12345' })).toBe('12,345 12345');
  });
  it('leaves a hole that nothing fills', () => expect(write('zh', late)).toBe('{n} 项逾期'));
  it('names the holes of a template once each', () => expect(holes(late.en)).toEqual(['n']));
});

describe('figures', () => {
  it('separate thousands', () => expect(number(1234567)).toBe('1,234,567'));
  it('cut shares off, so that 99.96% is never 100%', () => {
    expect(share(9996, 10000)).toBe('99.9%');
    expect(wholeShare(9996, 10000)).toBe('99%');
  });
  it('write exactly nothing and exactly all without a decimal', () => {
    expect(share(0, 7)).toBe('0%');
    expect(share(7, 7)).toBe('100%');
  });
  it('stay exact beyond what a number can hold', () => expect(share(2 ** 52, 2 ** 53)).toBe('50.0%'));
  it('write a goal as its numbers give it', () => {
    expect(goal(9, 10)).toBe('90%');
    expect(goal(1, 8)).toBe('12.5%');
    expect(goal(1, 1)).toBe('100%');
  });
});

describe('dates', () => {
  it('are written as each language does', () => {
    expect(date('zh', '2016-10-03')).toBe('2016年10月3日');
    expect(date('en', '2016-10-03')).toBe('3 Oct 2016');
  });
  it('count whole days', () => {
    expect(daysBetween('2016-09-30', '2016-10-13')).toBe(13);
    expect(daysBetween('2016-03-01', '2016-02-28')).toBe(-2);
  });
  it('are those of China, wherever the browser is', () => {
    expect(instant('zh', '2016-10-12T16:30:00Z')).toBe('2016/10/13 00:30');
    expect(civilToday(new Date('2016-10-12T16:30:00Z'))).toBe('2016-10-13');
  });
});
