// SPDX-License-Identifier: MIT

extension ForwardingRules {
    /// Writes the header extension behind the fixed header, if there is anything in it; gives where it ends.
    ///
    /// Of elements with the same id the first counts, so that the output cannot outgrow its bound.
    func writeExtensions(of header: RTPHeader, _ packet: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Int {
        let start = RTPHeader.fixedLength + 4
        var end = start
        if midID != 0 {
            writeElementHeader(midID, length: mid.count, at: &end, into: &output)
            output.copy(mid.span, to: end)
            end += mid.count
        }
        if !extensions.isEmpty, !header.extensionBlock.isEmpty {
            var reader = HeaderExtensionReader(header)
            var seen: UInt16 = 0
            while let element = reader.next(in: packet) {
                guard let place = place(ofExtension: element.id), seen & (1 << place) == 0,
                    usesTwoByteForm || (1...16).contains(element.bytes.count)
                else { continue }
                seen |= 1 << place
                writeElementHeader(extensions[place].outgoing, length: element.bytes.count, at: &end, into: &output)
                output.copy(packet.extracting(element.bytes), to: end)
                end += element.bytes.count
            }
        }
        guard end > start else { return RTPHeader.fixedLength }
        // Zero bytes fill the last word in both forms.
        while (end - start) % 4 != 0 {
            output[end] = 0
            end += 1
        }
        let profile = usesTwoByteForm ? HeaderExtensionReader.twoByteProfile : HeaderExtensionReader.oneByteProfile
        output.store(profile, at: RTPHeader.fixedLength)
        output.store(UInt16((end - start) / 4), at: RTPHeader.fixedLength + 2)
        return end
    }

    private func writeElementHeader(
        _ id: UInt8,
        length: Int,
        at end: inout Int,
        into output: inout MutableSpan<UInt8>
    ) {
        if usesTwoByteForm {
            output[end] = id
            output[end + 1] = UInt8(length)
            end += 2
        } else {
            output[end] = id << 4 | UInt8(length - 1)
            end += 1
        }
    }
}
