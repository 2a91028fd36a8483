import Testing

@testable import Learning

@Suite struct CheckpointTests {
    private func bytes(_ header: String, data: Int = 0) -> [UInt8] {
        let header = Array(header.utf8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
            + [UInt8](repeating: 0, count: data)
    }

    private func weights(seed: UInt64) -> ParameterSet {
        var parameters = ParameterSet()
        var random = RandomSource(seed: seed)
        _ = LSTM("lstm", inputs: 3, hidden: 5, layers: 2, in: &parameters, random: &random)
        _ = Linear("head", inputs: 5, outputs: 2, in: &parameters, random: &random)
        return parameters
    }

    @Test func restoresWeightsAndMetadataExactly() throws {
        let saved = weights(seed: 1)
        let metadata = ["città": "Fontana \"CA\"\n\\", "empty": ""]
        let bytes = Checkpoint(saved, metadata: metadata).encoded()
        let checkpoint = try Checkpoint(decoding: bytes)
        #expect(checkpoint.metadata == metadata)
        var restored = weights(seed: 2)
        try restored.load(checkpoint)
        for id in saved.ids { #expect(restored[id].values == saved[id].values) }
        #expect(Checkpoint(restored, metadata: metadata).encoded() == bytes)
    }

    @Test func namesWeightsAsPyTorchDoes() {
        #expect(
            weights(seed: 1).names.prefix(5) == [
                "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0", "lstm.weight_ih_l1",
            ])
    }

    @Test func refusesAnotherModelsWeightsAndChangesNothing() throws {
        var target = weights(seed: 2)
        let before = target.flat.values
        var checkpoint = Checkpoint(weights(seed: 1))
        checkpoint.tensors["head.bias"] = Tensor(zeros: [3])
        #expect(throws: CheckpointError.wrongShape("head.bias", expected: [2], found: [3])) {
            try target.load(checkpoint)
        }
        checkpoint.tensors["head.bias"] = nil
        #expect(throws: CheckpointError.missingTensor("head.bias")) { try target.load(checkpoint) }
        checkpoint.tensors["head.bias"] = Tensor(zeros: [2])
        checkpoint.tensors["extra"] = Tensor(zeros: [1])
        #expect(throws: CheckpointError.unknownTensor("extra")) { try target.load(checkpoint) }
        #expect(target.flat.values == before)
    }

    @Test func readsDoublePrecision() throws {
        var file = bytes(#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#)
        file += withUnsafeBytes(of: (1.5).bitPattern.littleEndian) { Array($0) }
        #expect(try Checkpoint(decoding: file).tensors["x"]?.values == [1.5])
    }

    @Test(arguments: [
        ("", 0),
        ("[]", 0),
        ("{\"x\":3}", 0),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 3),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5),
        (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0),
        (#"{"x":{"dtype":"F32","shape":[0,9223372036854775807,9],"data_offsets":[0,4]}}"#, 4),
        (#"{"x":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}"#, 4),
        (#"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, 4),
        (#"{"__metadata__":{"a":1}}"#, 0),
        (
            #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            4
        ),
        (
            #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
            12
        ),
    ])
    func refusesBrokenFiles(header: String, data: Int) {
        #expect(throws: CheckpointError.self) { try Checkpoint(decoding: bytes(header, data: data)) }
    }

    @Test func refusesHostileLengthsAndEveryTruncation() throws {
        let good = Checkpoint(weights(seed: 1), metadata: ["a": "b"]).encoded()
        for length in 0..<good.count where length < 2000 || length == good.count - 1 {
            #expect(throws: CheckpointError.self) { try Checkpoint(decoding: Array(good[..<length])) }
        }
        var hostile = good
        hostile.replaceSubrange(0..<8, with: [UInt8](repeating: 255, count: 8))
        #expect(throws: CheckpointError.headerTooLong(.max)) { try Checkpoint(decoding: hostile) }
    }

    @Test func survivesRandomDamage() {
        let good = Checkpoint(weights(seed: 1), metadata: ["a": "b"]).encoded()
        var random = RandomSource(seed: 9)
        var refused = 0
        for _ in 0..<500 {
            var damaged = good
            for _ in 0...random.index(below: 4) {
                damaged[random.index(below: 700)] = UInt8(truncatingIfNeeded: random.next())
            }
            do {
                _ = try Checkpoint(decoding: damaged)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 250)
    }
}
