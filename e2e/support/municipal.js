// A municipality's list of 2,000 programmes, as such lists are.
import { row, workbook } from './archive.js';

/** A municipality's list: a title above it, empty rows, merged cells, accents as Windows writes them, and 2,000 lines. */
export function municipalList() {
  const lines = ['Listado de programas 2026;;;;', ';;;;', 'N°;Institución;Nombre del programa;Necesidad;Vigencia'];
  for (let n = 1; n <= 2000; n += 1) {
    if (n % 100 === 0) lines.push(';;;;');
    lines.push(`${n};${n % 10 === 1 ? `Fundación Ñandú ${n}` : ''};Atención número ${n};${n % 10 === 1 ? '"Dental; Vacunación"' : ''};31/12/2027`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
}

/** The same as a spreadsheet has it: a title across the columns, merged cells, days as numbers, a second sheet. */
export function municipalBook() {
  const rows = [row(1, 'Listado de programas 2026'), row(3, 'N°', 'Institución', 'Nombre del programa', 'Necesidad', 'Vigencia')];
  const merged = ['A1:E1'];
  for (let n = 1; n <= 2000; n += 1) {
    // An empty row after every hundred.
    const line = 3 + n + Math.floor((n - 1) / 100);
    const first = n % 10 === 1;
    if (first) for (const column of ['B', 'D']) merged.push(`${column}${line}:${column}${line + 9}`);
    const cells = row(line, String(n), first ? `Fundación Ñandú ${n}` : '', `Atención número ${n}`, first ? 'Dental; Vacunación' : '');
    rows.push(cells.replace('</row>', `<c r="E${line}" s="1"><v>46752</v></c></row>`));
  }
  const merges = `<mergeCells>${merged.map((cells) => `<mergeCell ref="${cells}"/>`).join('')}</mergeCells>`;
  return workbook({ 'Oferta 2026': `${rows.join('')}</sheetData>${merges}`, Contactos: `${row(1, 'Nombre', 'Teléfono')}${row(2, 'Oficina de partes', '2 2345')}</sheetData>` });
}
