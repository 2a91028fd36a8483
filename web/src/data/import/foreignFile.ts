/** First bytes of what people mistake for a file of readings, and what it is. */
const signatures: [bytes: number[], what: string, advice: string][] = [
    [[0x89, 0x50, 0x4e, 0x47], "a PNG picture", "Send the readings themselves"],
    [[0xff, 0xd8, 0xff], "a JPEG picture", "Send the readings themselves"],
    [[0x47, 0x49, 0x46, 0x38], "a GIF picture", "Send the readings themselves"],
    [[0x25, 0x50, 0x44, 0x46], "a PDF document", "Export the readings from where it was made"],
    [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook or a zip archive", "Save the sheet as CSV, or unpack the archive"],
    [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel or Word file", "Save the sheet as CSV"],
    [[0x50, 0x41, 0x52, 0x31], "a Parquet file", "Export the readings as CSV"],
    [[0x42, 0x5a, 0x68], "packed with bzip2", "Unpack it, or pack it with gzip"],
    [[0xfd, 0x37, 0x7a, 0x58], "packed with xz", "Unpack it, or pack it with gzip"],
    [[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd", "Unpack it, or pack it with gzip"],
    [[0x37, 0x7a, 0xbc, 0xaf], "a 7-Zip archive", "Unpack it, or pack it with gzip"],
];

/** Why a file that begins like this holds no readings, in a sentence; null when it may hold some. */
export function foreignFile(name: string, firstBytes: Uint8Array): string | null {
    const found = signatures.find(([bytes]) => bytes.every((byte, index) => firstBytes[index] === byte));
    return found ? `${name} is ${found[1]}, whatever its name says. ${found[2]}: CSV or Green Button XML, plain or packed with gzip.` : null;
}
