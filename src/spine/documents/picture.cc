#include "spine/documents/picture.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "spine/documents/file_errors.h"

namespace gulou::documents {
namespace {

std::uint32_t byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
std::uint32_t big_endian_16(std::string_view bytes, std::size_t at) {
  return byte(bytes, at) << 8 | byte(bytes, at + 1);
}
std::uint32_t big_endian_32(std::string_view bytes, std::size_t at) {
  return big_endian_16(bytes, at) << 16 | big_endian_16(bytes, at + 2);
}

Result<void> check_size(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return fail(file_damaged());
  if (width * height > most_pixels)
    return fail({.kind = ErrorKind::too_large,
                 .code = "picture_too_large",
                 .message = {"图片的像素过多（上限2亿）。", "The picture has too many pixels (200 million at most)."}});
  return {};
}

// JPEG (ITU-T T.81), by its markers.
constexpr std::uint32_t start_of_image = 0xD8;
constexpr std::uint32_t end_of_image = 0xD9;
constexpr std::uint32_t start_of_scan = 0xDA;
constexpr std::uint32_t application_0 = 0xE0;
constexpr std::uint32_t application_1 = 0xE1;
constexpr std::uint32_t application_2 = 0xE2;
constexpr std::uint32_t application_14 = 0xEE;
constexpr std::uint32_t application_15 = 0xEF;
constexpr std::uint32_t comment = 0xFE;

bool is_frame(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
bool is_restart(std::uint32_t marker) { return marker >= 0xD0 && marker <= 0xD7; }

constexpr std::string_view exif_head("Exif\0\0", 6);

// The tag Orientation (0x0112) of the first directory of a TIFF header; 1 (upright) if there is none.
std::uint32_t orientation_of(std::string_view tiff) {
  if (tiff.size() < 8) return 1;
  const bool little = tiff.starts_with("II");
  const auto read_16 = [&](std::size_t at) {
    return little ? byte(tiff, at + 1) << 8 | byte(tiff, at) : big_endian_16(tiff, at);
  };
  const auto read_32 = [&](std::size_t at) {
    return little ? read_16(at + 2) << 16 | read_16(at) : big_endian_32(tiff, at);
  };
  const std::size_t directory = read_32(4);
  if (directory > tiff.size() - 2) return 1;
  const std::size_t entries = read_16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto at = directory + 2 + 12 * i;
    if (at + 12 > tiff.size()) return 1;
    if (read_16(at) != 0x0112) continue;
    const auto value = read_16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

// A segment that says how the camera was held and nothing else.
std::string orientation_segment(std::uint32_t orientation) {
  std::string out("\xFF\xE1\x00\x22", 4);
  out += exif_head;
  out += std::string_view("MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
  out += static_cast<char>(orientation);
  out += std::string_view("\0\0\0\0\0\0", 6);
  return out;
}

class JpegCleaner {
 public:
  explicit JpegCleaner(std::string_view bytes) : bytes_(bytes) {}

  Result<std::string> run() {
    if (bytes_.size() < 4 || big_endian_16(bytes_, 0) != (0xFF00 | start_of_image)) return fail(file_damaged());
    out_.reserve(bytes_.size());
    out_ += bytes_.substr(0, 2);
    at_ = 2;
    while (true) {
      const auto marker = next_marker();
      if (!marker) return fail(file_damaged());
      if (*marker == end_of_image) break;
      TRY(segment(*marker));
    }
    if (!frame_ || !scan_) return fail(file_damaged());
    out_ += "\xFF\xD9";
    return std::move(out_);
  }

 private:
  // Steps over a marker and the bytes that may fill the space before it.
  std::optional<std::uint32_t> next_marker() {
    if (at_ >= bytes_.size() || byte(bytes_, at_) != 0xFF) return std::nullopt;
    while (at_ < bytes_.size() && byte(bytes_, at_) == 0xFF) ++at_;
    if (at_ >= bytes_.size()) return std::nullopt;
    return byte(bytes_, at_++);
  }

  Result<void> segment(std::uint32_t marker) {
    if (marker < 0xC0 || marker == start_of_image || is_restart(marker)) return fail(file_damaged());
    if (bytes_.size() - at_ < 2) return fail(file_damaged());
    const std::size_t length = big_endian_16(bytes_, at_);
    if (length < 2 || length > bytes_.size() - at_) return fail(file_damaged());
    const auto content = bytes_.substr(at_ + 2, length - 2);
    if (is_frame(marker)) {
      if (content.size() < 6) return fail(file_damaged());
      frame_ = true;
      TRY(check_size(big_endian_16(content, 3), big_endian_16(content, 1)));
    }
    keep(marker, content, bytes_.substr(at_, length));
    at_ += length;
    if (marker == start_of_scan) copy_scan();
    return {};
  }

  void keep(std::uint32_t marker, std::string_view content, std::string_view with_length) {
    if (marker == application_1 && content.starts_with(exif_head)) {
      const auto orientation = orientation_of(content.substr(exif_head.size()));
      if (orientation != 1 && !turned_) out_ += orientation_segment(orientation);
      turned_ = turned_ || orientation != 1;
      return;
    }
    // JFIF without its thumbnail, colour profiles, and what Adobe says of the colours: all others may tell things.
    const bool is_application = marker >= application_0 && marker <= application_15;
    const bool harmless = (marker == application_0 && content.starts_with("JFIF") && content.size() == 14) ||
                          (marker == application_2 && content.starts_with("ICC_PROFILE")) ||
                          (marker == application_14 && content.starts_with("Adobe") && content.size() == 12);
    if ((is_application && !harmless) || marker == comment) return;
    out_ += '\xFF';
    out_ += static_cast<char>(marker);
    out_ += with_length;
  }

  // Compressed data: up to a marker that is neither a stuffed byte nor a restart.
  void copy_scan() {
    scan_ = true;
    const auto from = at_;
    while (at_ + 1 < bytes_.size()) {
      const auto next = byte(bytes_, at_ + 1);
      if (byte(bytes_, at_) == 0xFF && next != 0 && next != 0xFF && !is_restart(next)) break;
      ++at_;
    }
    out_ += bytes_.substr(from, at_ - from);
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::string out_;
  bool frame_ = false;
  bool scan_ = false;
  bool turned_ = false;
};

constexpr std::string_view png_signature("\x89PNG\r\n\x1A\n", 8);
constexpr std::string_view png_kept[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                         "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT"};

bool is_critical(std::string_view chunk_name) { return (chunk_name[0] & 0x20) == 0; }

}  // namespace

Result<std::string> clean_jpeg(std::string_view bytes) { return JpegCleaner(bytes).run(); }

Result<std::string> clean_png(std::string_view bytes) {
  if (!bytes.starts_with(png_signature)) return fail(file_damaged());
  std::string out(png_signature);
  bool has_data = false;
  for (std::size_t at = png_signature.size(); bytes.size() - at >= 12;) {
    const std::uint64_t length = big_endian_32(bytes, at);
    const auto name = bytes.substr(at + 4, 4);
    if (length + 12 > bytes.size() - at) return fail(file_damaged());
    const bool first = at == png_signature.size();
    if (first != (name == "IHDR") || (first && length != 13)) return fail(file_damaged());
    if (first) TRY(check_size(big_endian_32(bytes, at + 8), big_endian_32(bytes, at + 12)));
    const bool kept = std::ranges::find(png_kept, name) != std::end(png_kept);
    if (!kept && is_critical(name)) return fail(file_damaged());
    if (kept) out += bytes.substr(at, length + 12);
    has_data = has_data || name == "IDAT";
    if (name == "IEND") return has_data ? Result<std::string>(std::move(out)) : fail(file_damaged());
    at += length + 12;
  }
  return fail(file_damaged());
}

}  // namespace gulou::documents
