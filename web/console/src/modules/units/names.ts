// Names as people say them.
import type { Schemas } from '@/shared/api/client';
import { m } from './messages';
import type { Message } from '@/shared/i18n/text';

export type Level = Schemas['Level'];

// 凯里市 is 凯里 where all are counties; 黔东南苗族侗族自治州 is 黔东南州.
export function shortName(name: string): string {
  const prefecture = /^(.{2,}?)(?:苗族|侗族|布依族|水族)+自治州$/.exec(name);
  if (prefecture) return `${prefecture[1]}州`;
  const county = /^(.{2,})[县市]$/.exec(name);
  if (county?.[1]) return county[1];
  return placeName(name);
}

// 长坡村民委员会 is 长坡: what kind of committee it is, the list says.
export function placeName(name: string): string {
  return /^(.+?)(?:村民|居民)委员会$/.exec(name)?.[1] ?? name;
}

const levels: Record<Level, Message> = {
  province: m.province,
  prefecture: m.prefecture,
  county: m.county,
  township: m.township,
  village: m.village,
  group: m.group,
  hamlet: m.hamlet,
  compound: m.compound,
  ten_households: m.tenHouseholds,
};

export function levelName(level: Level): Message {
  return levels[level];
}

// Villages and what lies below them have no scoreboard of children.
export function hasChildrenOnBoard(level: Level): boolean {
  return level === 'province' || level === 'prefecture' || level === 'county' || level === 'township';
}
