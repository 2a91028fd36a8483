import GridModel
import Testing

@testable import Identity

@Suite struct SecondFactorTests {
    private let totp = TOTP(secret: Array("12345678901234567890".utf8))

    private func moment(_ seconds: Int64) -> Timestamp { Timestamp(secondsSinceEpoch: seconds) }

    /// RFC 6238, appendix B (SHA-1).
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func makesTheCodesOfTheStandard(seconds: Int64, code: String) {
        #expect(totp.code(step: seconds / 30, digits: 8) == code)
    }

    /// Within the thirty seconds in which it is shown, from the first to the last.
    @Test func takesACodeForAsLongAsItIsShown() {
        let code = totp.code(step: 41_152_263, digits: 6)
        for seconds: Int64 in [1_234_567_890, 1_234_567_919] {
            #expect(totp.step(matching: code, at: moment(seconds), tolerance: 0, after: nil) == 41_152_263)
        }
        for seconds: Int64 in [1_234_567_889, 1_234_567_920] {
            #expect(totp.step(matching: code, at: moment(seconds), tolerance: 0, after: nil) == nil)
        }
    }

    @Test func takesCodesOfOneStepBeforeAndAfterWhereItIsToldTo() {
        let now = moment(1_234_567_890)
        let step = now.secondsSinceEpoch / 30
        for offset: Int64 in [-1, 0, 1] {
            let code = totp.code(step: step + offset, digits: 6)
            #expect(totp.step(matching: code, at: now, tolerance: 1, after: nil) == step + offset)
        }
        for offset: Int64 in [-2, 2] {
            let code = totp.code(step: step + offset, digits: 6)
            #expect(totp.step(matching: code, at: now, tolerance: 1, after: nil) == nil)
        }
    }

    @Test func takesNoCodeTwiceNorAnOlderOne() {
        let now = moment(1_234_567_890)
        let step = now.secondsSinceEpoch / 30
        for (offset, expected) in [(0, nil), (-1, nil), (1, step + 1)] as [(Int64, Int64?)] {
            let code = totp.code(step: step + offset, digits: 6)
            #expect(totp.step(matching: code, at: now, tolerance: 1, after: step) == expected)
        }
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "٠٠٥٩٢٤"])
    func refusesWhatIsNoCode(code: String) {
        #expect(totp.step(matching: code, at: moment(1_234_567_890), tolerance: 1, after: nil) == nil)
    }

    @Test func describesItselfForAnAuthenticatorApp() {
        #expect(
            totp.uri(account: "ada@example.com", issuer: "Urban Grid")
                == "otpauth://totp/Urban%20Grid:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Urban%20Grid&algorithm=SHA1&digits=6&period=30")
        #expect(TOTP.makeSecret().count == 20)
        #expect(TOTP.makeSecret() != TOTP.makeSecret())
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
    ])
    func writesBase32(text: String, expected: String) {
        #expect(Base32.encode(Array(text.utf8)) == expected)
    }

    @Test func readsRecoveryCodesAsPeopleTypeThem() throws {
        let code = RecoveryCode()
        #expect(code.text.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}/) != nil)
        #expect(RecoveryCode(typed: code.text.lowercased().replacing("-", with: " "))?.hash == code.hash)
        #expect(
            RecoveryCode(typed: "0000-1111-0000-1111-0000-1111") == RecoveryCode(typed: "oooo-iiii-OOOO-llll-0000-LLLL")
        )
        #expect(RecoveryCode(typed: "0000-1111") == nil)
        #expect(RecoveryCode(typed: String(repeating: "0", count: 1000)) == nil)
        #expect(RecoveryCode() != code)
    }
}
