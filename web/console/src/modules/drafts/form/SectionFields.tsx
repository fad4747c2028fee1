// A section in the editor: its heading and its clauses.
import { Button } from 'antd';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import type { Section } from '../api';
import { addClause, keyOf, moveSection, removeSection } from '../edit';
import { m } from '../messages';
import { fieldId } from '../pointer';
import { ClauseFields } from './ClauseFields';
import { useEditing } from './editing';
import { Words } from './Fields';
import { PartActions } from './PartActions';
import styles from './Editor.module.css';

export function SectionFields({ section, at }: { section: Section; at: number }) {
  const text = useText();
  const { document, edit, remove, fixed } = useEditing();
  const pointer = `/sections/${at}`;
  const what = text(m.section, { n: section.number });
  return (
    <Card
      title={what}
      extra={
        <PartActions
          pointer={pointer}
          what={what}
          move={(step) => moveSection(document, at, step)}
          first={at === 0}
          last={at === document.sections.length - 1}
          remove={() => remove(removeSection(document, at), what)}
        />
      }
    >
      <Words pointer={`${pointer}/heading`} label={text(m.sectionHeading)} long />
      <Words pointer={`${pointer}/heading_en`} label={text(m.sectionHeadingEn)} long />
      {section.clauses.map((clause, i) => (
        <ClauseFields key={keyOf(clause)} clause={clause} section={at} at={i} />
      ))}
      {!fixed && (
        <Button
          className={styles.add ?? ''}
          type="dashed"
          onClick={() => edit(addClause(document, at), (added) => fieldId(`${added}/text`))}
        >
          {text(m.addClause, { n: section.number })}
        </Button>
      )}
    </Card>
  );
}
