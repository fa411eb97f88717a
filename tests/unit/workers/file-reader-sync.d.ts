// What a worker has and a page has not, for the tests that load a worker's file.
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}
