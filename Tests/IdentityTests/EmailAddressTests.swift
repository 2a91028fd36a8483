import Identity
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("Ada@Example.COM", "ada@example.com"), ("a.b+c@x-y.example", "a.b+c@x-y.example"),
        ("o'neill@example.org", "o'neill@example.org"), ("jürgen@münchen.example", "jürgen@münchen.example"),
        ("jose\u{0301}@example.com", "jos\u{00E9}@example.com"),
    ])
    func addressesAreKeptInSmallLetters(text: String, expected: String) {
        #expect(EmailAddress.normalized(text).map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test(arguments: [
        "", "@", "a@", "@example.com", "a@b", "a b@example.com", "a@example.com ", "a@@example.com", "a@exa mple.com",
        "a@-x.example", "a@x..example", "a@example.com\r\nBcc: b@example.com", "a\t@example.com", "<a@example.com>",
        "a,b@example.com", "\"a\"@example.com", "a@[127.0.0.1]", "a@127.0.0.1", "a\u{200B}b@example.com",
        "\u{202E}a@example.com",
        "a\u{0}@example.com", "a\u{2028}@example.com",
        String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "b", count: 64) + ".example",
        "a@" + String(repeating: "bcd.", count: 70) + "example",
    ])
    func whatIsNoAddressIsNone(text: String) {
        #expect(EmailAddress.normalized(text) == nil)
    }
}
