// The tree, read level by level as it is opened.
import { useQueries } from '@tanstack/react-query';
import { Tree, type TreeDataNode } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { childrenQuery, type UnitSummary, useUnit } from '../api';
import { m } from '../messages';
import { hasChildrenOnBoard, placeName } from '../names';

export function UnitTree({ root, chosen }: { root: string; chosen: string }) {
  const text = useText();
  const navigate = useNavigate();
  const rootUnit = useUnit(root).data?.unit;
  const above = useUnit(chosen).data?.above;
  const [expanded, setExpanded] = useState<string[]>([root]);

  // The way down to the chosen unit is open, however it was chosen.
  useEffect(() => {
    if (above) setExpanded((open) => [...new Set([...open, root, ...above.map(({ code }) => code), chosen])]);
  }, [above, chosen, root]);

  const open = expanded.filter((code) => code !== '');
  const answers = useQueries({ queries: open.map(childrenQuery) });
  const below = new Map(open.map((code, i) => [code, answers[i]?.data]));
  const nodeOf = (unit: UnitSummary): TreeDataNode => {
    const children = below.get(unit.code)?.filter(({ code }) => code !== '');
    return {
      key: unit.code,
      title: placeName(unit.name),
      isLeaf: !hasChildrenOnBoard(unit.level),
      ...(children ? { children: children.map(nodeOf) } : {}),
    };
  };
  if (!rootUnit) return null;
  return (
    <Tree
      aria-label={text(m.tree)}
      blockNode
      treeData={[nodeOf(rootUnit)]}
      expandedKeys={expanded}
      selectedKeys={[chosen]}
      onExpand={(keys) => setExpanded(keys.map(String))}
      onSelect={(keys) => keys[0] && void navigate(`/units/${keys[0]}`)}
    />
  );
}
