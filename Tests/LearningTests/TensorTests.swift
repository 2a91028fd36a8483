import Testing

@testable import Learning

@Suite struct TensorTests {
    @Test func isAValueThoughSlicesShareMemory() {
        let original = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2])
        var slice = original.slice(1..<3)
        #expect(slice.values == [3, 4, 5, 6])
        slice[0, 0] = 9
        #expect(original.values == [1, 2, 3, 4, 5, 6])
        #expect(slice.values == [9, 4, 5, 6])
        #expect(original.element(2).shape == [2])
    }

    @Test func reusesOnlyMemoryThatNothingHolds() {
        let workspace = Workspace()
        let kept = workspace.tensor([4], zeroed: true)
        let address = workspace.tensor([4]).pointer
        workspace.reset()
        var next = workspace.tensor([4])
        #expect(next.pointer == address)
        next.withUnsafeMutableBufferPointer { $0.update(repeating: 7) }
        let other = workspace.tensor([4])
        #expect(other.pointer != kept.pointer)
        #expect(kept.values == [0, 0, 0, 0])
    }
}
