// The way down the tree to a unit, from the plan's owner.
import { useUnit, type UnitSummary } from '@/modules/units/api';
import { shortName } from '@/modules/units/names';
import type { Crumb } from '@/shared/ui/PageHead';
import type { Plan, UnitRef } from './api';

export function useTrail(code: string): UnitSummary[] {
  return useUnit(code).data?.above ?? [];
}

// `to` gives the address of a unit; "" is the plan's owner.
export function unitTrail(
  above: UnitSummary[],
  at: UnitRef,
  plan: Plan | undefined,
  to: (code: string) => string,
): Crumb[] {
  const owner = plan?.division.code;
  const from = above.findIndex(({ code }) => code === owner);
  const steps = (from < 0 ? [] : above.slice(from)).map((unit) => ({
    label: unit.code === owner ? shortName(unit.name) : unit.name,
    to: to(unit.code === owner ? '' : unit.code),
  }));
  return [...steps, { label: at.name }];
}
