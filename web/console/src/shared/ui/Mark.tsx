// The drum tower.
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 26 30" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d="M13 1v4M9 8l4-3 4 3M7 13l6-4 6 4M5 18l8-5 8 5M2 24l11-6 11 6M7 24v5M19 24v5M4 29h18" />
    </svg>
  );
}
