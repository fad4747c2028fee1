// Taking a file out of the house: for a stated purpose, which goes in the body and never in an address.
import { save } from '@/shared/api/download';
import { type Schemas } from '@/shared/api/client';

export type Purpose = Exclude<Schemas['ExportPurpose'], 'own_copy'>;
export type DataClass = 'internal' | 'personal' | 'sensitive';
export type ExportedPaper = Schemas['ExportedPaper'];

// A workbook is saved, which gives null; a paper gives where it may be opened now.
export async function exportFile(address: string, body: object): Promise<ExportedPaper | null> {
  const response = await save(
    new Request(new URL(address, location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return response === null ? null : ((await response.json()) as ExportedPaper);
}
