import type { ImageType, MediaType, OtherFormat, Sniffed, TextSyntax } from '../../domain/preview'
import { formatCount, formatSize, plural } from '../format'

const SYNTAX: Readonly<Record<TextSyntax, string>> = {
  plain: 'Text',
  markdown: 'Markdown',
  csv: 'CSV',
  json: 'JSON',
  svg: 'SVG-Bild'
}

const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'angezeigt als Windows-1252'
} as const

const IMAGES: Readonly<Record<ImageType, string>> = {
  'image/png': 'PNG-Bild',
  'image/jpeg': 'JPEG-Bild',
  'image/gif': 'GIF-Bild',
  'image/webp': 'WebP-Bild',
  'image/bmp': 'BMP-Bild',
  'image/avif': 'AVIF-Bild'
}

const MEDIA: Readonly<Record<MediaType, string>> = {
  'audio/mpeg': 'MP3-Audio',
  'audio/aac': 'AAC-Audio',
  'audio/flac': 'FLAC-Audio',
  'audio/ogg': 'Ogg-Audio',
  'audio/wav': 'WAV-Audio',
  'audio/mp4': 'MPEG-4-Audio',
  'video/ogg': 'Ogg-Video',
  'video/mp4': 'MPEG-4-Video',
  'video/webm': 'WebM- oder Matroska-Video'
}

const OTHERS: Readonly<Record<OtherFormat, string>> = {
  gzip: 'gzip-Archiv',
  zip: 'ZIP-Archiv oder Office-Datei',
  hdf5: 'HDF5 oder NetCDF-4',
  netcdf: 'NetCDF',
  tiff: 'TIFF-Bild',
  heic: 'HEIC-Bild',
  zstd: 'Zstandard-Archiv',
  'parquet-encrypted': 'Verschlüsseltes Parquet'
}

export const preview = {
  title: 'Vorschau',
  loading: 'Die Vorschau wird geladen',
  notLoaded:
    'Die Vorschau konnte nicht geladen werden. Sie gehört nicht zur Offline-Kopie von Lockgate und braucht eine Verbindung.',
  type: (seen: Sniffed): string => {
    switch (seen.kind) {
      case 'empty':
        return 'Leeres Objekt'
      case 'text':
        return `${SYNTAX[seen.syntax]} (${ENCODINGS[seen.encoding]})`
      case 'image':
        return IMAGES[seen.type]
      case 'media':
        return MEDIA[seen.type]
      case 'pdf':
        return 'PDF'
      case 'parquet':
        return 'Parquet'
      case 'other':
        return seen.format === undefined ? 'Binärdaten' : OTHERS[seen.format]
    }
  },
  cannotShow:
    'Für diesen Typ gibt es keine Vorschau. Laden Sie das Objekt herunter, um es in einem anderen Programm zu öffnen.',
  pixels: (width: number, height: number) => `${formatCount(width)} × ${formatCount(height)} Pixel`,
  tooLarge: 'Zu groß für eine Vorschau. Laden Sie das Objekt herunter, um es in einem anderen Programm zu öffnen.',
  damaged: 'Anzeige nicht möglich: Das Objekt ist beschädigt, oder dieser Browser unterstützt das Format nicht.',
  cannotPlay:
    'Wiedergabe nicht möglich: Dieser Browser unterstützt das Format nicht, oder die Daten ließen sich nicht lesen.',
  noServiceWorker:
    'Audio und Video brauchen den Service Worker von Lockgate, der nicht läuft. Laden Sie die Seite neu oder das Objekt herunter.',
  content: 'Inhalt',
  source: 'Als Text anzeigen',
  brokenJson: 'Kein gültiges JSON, daher als Text angezeigt.',
  largeJson: 'Zu groß zum Aufklappen, daher wird der Anfang als Text angezeigt.',
  notUtf8: 'Ein späterer Teil ist kein UTF-8, daher wird alles als Windows-1252 angezeigt.',
  notText: 'Der zuletzt gelesene Teil ist kein Text.',
  beginning: (sizeBytes: number) => `Die ersten ${formatSize(sizeBytes)} werden angezeigt.`,
  more: 'Mehr anzeigen',
  enough: (limit: string) => `Die Vorschau endet nach ${limit}. Laden Sie das Objekt für den Rest herunter.`,
  rowNumber: 'Zeile',
  table: (rows: number, columns: number) =>
    `${plural(rows, { one: 'Zeile', other: 'Zeilen' })}, ${plural(columns, { one: 'Spalte', other: 'Spalten' })}`,
  optional: (type: string) => `${type}, optional`,
  unreadColumns:
    'Ohne Werte angezeigte Spalten sind zu groß für eine Vorschau oder nutzen etwas, das Lockgate nicht lesen kann.',
  damagedPdf: 'Anzeige nicht möglich: Die Datei ist beschädigt oder braucht ein Passwort.',
  missingText: 'Text in manchen Schriften fehlt vielleicht oder ist falsch. Laden Sie das Objekt herunter.',
  missingImages: (n: number) =>
    `${plural(n, { one: 'Bild dieser Seite lässt', other: 'Bilder dieser Seite lassen' })} sich nicht anzeigen. Laden Sie das Objekt herunter.`,
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
  page: (n: number, of: number) => `Seite ${formatCount(n)} von ${formatCount(of)}`,
  firstRows: (n: number) => `Nur die ersten ${formatCount(n)} Zeilen werden angezeigt.`,
  firstColumns: (n: number, of: number) =>
    `Nur die ersten ${formatCount(n)} von ${formatCount(of)} Spalten werden angezeigt.`,
  moreItems: (n: number) => `Mehr anzeigen (${formatCount(n)})`
}
