import Identity
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ])
    func anAddressIsWrittenInOneWay(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "192.0.2", "192.0.2.256", "192.0.2.1:80", "192.0.2.01", "0x7f.1", "[::1]", "fe80::1%eth0", "::g", " ::1",
        "1::2::3",
        "192.0.2.1\u{0}", String(repeating: "1", count: 100),
    ])
    func whatIsNoAddressIsNone(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.6", false), ("10.128.0.0/9", "10.255.0.1", true), ("10.128.0.0/9", "10.127.0.1", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true),
        ("::/0", "192.0.2.1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("192.0.2.0/24", "::ffff:192.0.2.9", true),
        ("::ffff:192.0.2.0/120", "192.0.2.9", true),
    ])
    func aBlockHoldsItsAddressesAlone(block: String, address: String, isIn: Bool) throws {
        let block = try #require(AddressBlock(block))
        #expect(block.contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: [
        "10.0.0.1/8", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/024", "192.0.2.0/ 24", "/24",
        "2001:db8::/129",
        "2001:db8::1/64", "::ffff:192.0.2.0/24", "192.0.2.0/24/8", "example.com",
    ])
    func aBlockThatIsNotClearIsRefused(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test func aBlockReadsBackAsItIsWritten() {
        for text in ["192.0.2.0/24", "192.0.2.1/32", "2001:db8::/32", "::/0"] {
            #expect(AddressBlock(text)?.description == text)
        }
        #expect(AddressBlock("::ffff:192.0.2.0/120")?.description == "192.0.2.0/24")
    }

    @Test func maskingKeepsTheFirstBits() {
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.masked(to: 64).description == "2001:db8:1:2::")
        #expect(IPAddress("192.0.2.255")?.masked(to: 25).description == "192.0.2.128")
        #expect(IPAddress("192.0.2.255")?.masked(to: 0).description == "0.0.0.0")
    }
}
