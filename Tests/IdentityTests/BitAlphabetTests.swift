import Identity
import Testing

/// With the vectors of RFC 4648 §10, without their padding.
@Suite struct BitAlphabetTests {
    private static let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]

    @Test(arguments: zip(words, ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]))
    func base32IsWrittenAsTheStandardSays(word: String, text: String) {
        #expect(Base32.encode(Array(word.utf8)) == text)
    }

    @Test(arguments: zip(words, ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"]))
    func base64IsWrittenAndReadAsTheStandardSays(word: String, text: String) {
        #expect(Base64URL.encode(Array(word.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(word.utf8))
    }

    @Test func whateverIsWrittenIsReadAgain() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    }

    @Test(arguments: ["A", "AB", "Zm9v=", "Zm9+", "Zm9/", "Zm 9v", "Zm9é", "AAAAA"])
    func whatNoBytesGiveIsRefused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
