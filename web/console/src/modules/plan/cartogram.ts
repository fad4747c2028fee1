// Where the counties of a prefecture stand in its schematic map: column and row, relative position only.
import type { UnitRef } from './api';

export interface Place {
  column: number;
  row: number;
}

// Qiandongnan. Other prefectures get a layout of their own here; without one counties stand in a grid.
const layouts: Record<string, Record<string, [column: number, row: number]>> = {
  '5226': {
    '522623': [2, 0], '522625': [3, 0], '522626': [4, 0], '522622': [1, 1], '522630': [2, 1], '522629': [3, 1],
    '522624': [4, 1], '522627': [5, 1], '522635': [0, 2], '522601': [1, 2], '522634': [2, 2], '522632': [3, 2],
    '522631': [4, 2], '522628': [5, 2], '522636': [1, 3], '522633': [4, 3],
  },
};

const gridColumns = 6;

// A place for each unit, in their order.
export function placesOf(units: UnitRef[]): Place[] {
  const layout = layouts[units[0]?.code.slice(0, 4) ?? ''];
  const known = units.map(({ code }) => layout?.[code.slice(0, 6)]);
  return units.map((_, i) => {
    const place = known[i];
    if (place && known.every(Boolean)) return { column: place[0], row: place[1] };
    return { column: i % gridColumns, row: Math.floor(i / gridColumns) };
  });
}

// The shade of a share: 95, 85 and 70 in a hundred are the steps of the key.
export type Shade = 'v0' | 'v1' | 'v2' | 'v3' | 'v4';

export const shadeSteps = [95, 85, 70] as const;

export function shadeOf(n: number, d: number): Shade {
  const percent = Math.floor((n / d) * 100);
  if (percent >= shadeSteps[0]) return 'v4';
  if (percent >= shadeSteps[1]) return 'v3';
  return percent >= shadeSteps[2] ? 'v2' : 'v1';
}
