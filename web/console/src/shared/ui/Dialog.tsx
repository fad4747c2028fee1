// Ant Design's dialog, opened where one begins to type: on its first field, not on the cross that closes it, so that
// Enter does not undo the click that opened it and a screen reader begins with the first question.
import { Modal, type ModalProps } from 'antd';
import { useRef } from 'react';

export function Dialog({ children, afterOpenChange, ...others }: ModalProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Modal
      {...others}
      afterOpenChange={(open) => {
        if (open && body.current) focusFirstField(body.current);
        afterOpenChange?.(open);
      }}
    >
      <div ref={body}>{children}</div>
    </Modal>
  );
}

const fields = 'input:not([type=hidden], [type=file], :disabled), textarea:not(:disabled)';

// Whoever is in a field already stays there; of a group of radio buttons the chosen one is the one that Tab would reach.
function focusFirstField(body: HTMLElement): void {
  if (document.activeElement?.matches(fields) && body.contains(document.activeElement)) return;
  const first = body.querySelector<HTMLInputElement>(fields);
  const chosen = first?.type === 'radio' ? first.closest('[role=radiogroup]')?.querySelector<HTMLInputElement>('input:checked') : null;
  (chosen ?? first)?.focus();
}
