import qrcode from "qrcode-generator";

/** The modules of a QR code (ISO/IEC 18004) of the smallest size that holds the text, by rows; true is dark. Level M: a seventh may be unreadable. */
export function qrModules(text: string): boolean[][] {
    const code = qrcode(0, "M");
    code.addData(text, "Byte");
    code.make();
    const size = code.getModuleCount();
    return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => code.isDark(row, column)));
}
