// Small files of every kind, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "spine/documents/archive.h"

namespace gulou::documents {

inline std::string big_endian(std::uint32_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
  return out;
}

inline std::string jpeg_segment(unsigned char marker, std::string_view content) {
  return std::string("\xFF") + static_cast<char>(marker) +
         big_endian(static_cast<std::uint32_t>(content.size() + 2), 2) + std::string(content);
}

inline const std::string jpeg_start = "\xFF\xD8" + jpeg_segment(0xE0, std::string_view("JFIF\0\1\1\0\0\1\0\1\0\0", 14));

// From the frame to the end: the picture itself, with a stuffed byte and a restart in its data.
inline std::string jpeg_picture(std::uint32_t width = 16, std::uint32_t height = 8) {
  return jpeg_segment(0xDB, std::string(65, '\1')) +
         jpeg_segment(0xC2, "\x08" + big_endian(height, 2) + big_endian(width, 2) + std::string("\1\1\x11\0", 4)) +
         jpeg_segment(0xDA, std::string_view("\1\1\0\0\x3F\0", 6)) + std::string("\x12\xFF\0\x34\xFF\xD0\x56", 7) +
         jpeg_segment(0xC4, std::string(19, '\2')) + jpeg_segment(0xDA, std::string_view("\1\1\0\0\x3F\0", 6)) +
         std::string("\x78\x9A", 2) + "\xFF\xD9";
}

inline std::string jpeg() { return jpeg_start + jpeg_picture(); }

inline std::string png_chunk(std::string_view name, std::string_view content) {
  return big_endian(static_cast<std::uint32_t>(content.size()), 4) + std::string(name) + std::string(content) + "crc!";
}

inline const std::string png_start("\x89PNG\r\n\x1A\n", 8);

inline std::string png_header(std::uint32_t width, std::uint32_t height) {
  return png_chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\2\0\0\0", 5));
}

inline std::string png() { return png_start + png_header(16, 8) + png_chunk("IDAT", "data") + png_chunk("IEND", ""); }

inline std::string packed(const std::vector<ArchiveFile>& files) {
  const auto bytes = zip(files);
  EXPECT_TRUE(bytes);
  return bytes.value_or("");
}

inline std::string content_types(std::string_view main_type) {
  return "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument." + std::string(main_type) +
         ".main+xml\"/></Types>";
}

inline std::string docx() {
  return packed({{"[Content_Types].xml", content_types("wordprocessingml.document")}, {"word/document.xml", "<w/>"}});
}

inline std::string pdf() { return "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"; }

// Silence: frames of MPEG-2 layer III, 16 kHz, mono, 8 kbit/s, each 36 bytes and 36 ms.
inline std::string mp3_silence(int frames) {
  std::string out;
  for (int i = 0; i < frames; ++i) out += std::string("\xFF\xF3\x18\xC0", 4) + std::string(32, '\0');
  return out;
}

// Frames of AAC in ADTS, 16 kHz, mono, each 16 bytes and 64 ms.
inline std::string aac_silence(int frames) {
  std::string out;
  for (int i = 0; i < frames; ++i) out += std::string("\xFF\xF1\x60\x40\x02\x1F\xFC", 7) + std::string(9, '\0');
  return out;
}

inline std::string box(std::string_view kind, std::string_view content) {
  return big_endian(static_cast<std::uint32_t>(content.size() + 8), 4) + std::string(kind) + std::string(content);
}

// The track of an M4A of that many milliseconds.
inline std::string m4a_track(std::uint32_t ms, std::string_view handler = "soun", std::string_view coding = "mp4a") {
  const auto mdhd = box("mdhd", std::string(12, '\0') + big_endian(1000, 4) + big_endian(ms, 4) + std::string(4, '\0'));
  const auto hdlr = box("hdlr", std::string(8, '\0') + std::string(handler) + std::string(12, '\0') + "some recorder");
  const auto stsd = box("stsd", std::string(4, '\0') + big_endian(1, 4) + box(coding, std::string(28, '\0')));
  return box("trak", box("tkhd", std::string(84, '\0')) + box("mdia", mdhd + hdlr + box("minf", box("stbl", stsd))));
}

inline std::string m4a(std::string_view tracks, std::string_view more = "") {
  return box("ftyp", std::string("M4A \0\0\0\0isom", 12)) +
         box("moov", box("mvhd", std::string(100, '\0')) + std::string(tracks) + std::string(more)) +
         box("mdat", std::string(64, '\x21'));
}

}  // namespace gulou::documents
