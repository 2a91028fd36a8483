/// How well scores separate the strange from the normal.
enum RankMetrics {
    /// The area under the ROC curve: the chance that a strange hour scores above a normal one, ties
    /// counting half (Mann & Whitney 1947). Nil when either kind is missing.
    static func rocAUC(_ scores: [Double], isStrange: [Bool]) -> Double? {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let strange = isStrange.count { $0 }
        let normal = scores.count - strange
        guard strange > 0, normal > 0 else { return nil }
        var rankSum = 0.0
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
            let rank = Double(first + last) / 2 + 1
            for position in first...last where isStrange[order[position]] { rankSum += rank }
            first = last + 1
        }
        return (rankSum - Double(strange) * Double(strange + 1) / 2) / (Double(strange) * Double(normal))
    }

    /// Average precision: the area under the precision-recall curve as a step function.
    static func averagePrecision(_ scores: [Double], isStrange: [Bool]) -> Double? {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let strange = isStrange.count { $0 }
        guard strange > 0 else { return nil }
        var found = 0
        var area = 0.0
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
            let more = (first...last).count { isStrange[order[$0]] }
            found += more
            area += Double(more) / Double(strange) * Double(found) / Double(last + 1)
            first = last + 1
        }
        return area
    }
}
