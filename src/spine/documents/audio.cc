#include "spine/documents/audio.h"

#include <algorithm>
#include <array>

#include "spine/documents/file_errors.h"

namespace gulou::documents {
namespace {

constexpr std::size_t least_frames = 10;
constexpr std::int64_t least_ms = 300;
// Recorders that were switched off badly leave some bytes that are no frame; more than this is another kind of file.
constexpr std::size_t most_rubbish = 64 * 1024;
constexpr int deepest_box = 8;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 24 | byte_at(bytes, at + 1) << 16 | byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3);
}

std::uint64_t big_endian_64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{big_endian(bytes, at)} << 32 | big_endian(bytes, at + 4);
}

// Frames -------------------------------------------------------------------------------------------------------------

struct Frame {
  std::size_t bytes = 0;
  std::int64_t samples = 0;
  std::int64_t rate = 0;  // samples in a second
};

// ISO/IEC 11172-3 2.4.2.3 and 13818-3 2.4.2.3; MPEG-2.5 halves the rates once more.
std::optional<Frame> mp3_frame(std::string_view at) {
  if (at.size() < 4 || byte_at(at, 0) != 0xFF || (byte_at(at, 1) & 0xE0) != 0xE0) return std::nullopt;
  constexpr std::array<int, 15> kbits_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
  constexpr std::array<int, 15> kbits_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
  constexpr std::array<int, 3> rates = {44'100, 48'000, 32'000};
  const auto version = byte_at(at, 1) >> 3 & 3;  // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const auto layer = byte_at(at, 1) >> 1 & 3;    // 1: layer III
  const auto kbit_index = byte_at(at, 2) >> 4;
  const auto rate_index = byte_at(at, 2) >> 2 & 3;
  if (version == 1 || layer != 1 || kbit_index == 0 || kbit_index == 15 || rate_index == 3) return std::nullopt;
  const bool one = version == 3;
  const int rate = rates.at(rate_index) / (one ? 1 : version == 2 ? 2 : 4);
  const int kbits = one ? kbits_1.at(kbit_index) : kbits_2.at(kbit_index);
  const auto padding = byte_at(at, 2) >> 1 & 1;
  return Frame{static_cast<std::size_t>((one ? 144 : 72) * kbits * 1000 / rate) + padding, one ? 1152 : 576, rate};
}

// ISO/IEC 13818-7 6.2.
std::optional<Frame> aac_frame(std::string_view at) {
  if (at.size() < 7 || byte_at(at, 0) != 0xFF || (byte_at(at, 1) & 0xF6) != 0xF0) return std::nullopt;
  constexpr std::array<int, 13> rates = {96'000, 88'200, 64'000, 48'000, 44'100, 32'000, 24'000,
                                         22'050, 16'000, 12'000, 11'025, 8'000,  7'350};
  const auto rate_index = byte_at(at, 2) >> 2 & 15;
  const auto bytes = (byte_at(at, 3) & 3) << 11 | byte_at(at, 4) << 3 | byte_at(at, 5) >> 5;
  if (rate_index >= rates.size() || bytes < 9) return std::nullopt;
  return Frame{bytes, 1024 * static_cast<std::int64_t>((byte_at(at, 6) & 3) + 1), rates.at(rate_index)};
}

// An ID3v2 tag stands in front; its length has seven bits in each byte.
std::size_t id3_length(std::string_view bytes) {
  if (bytes.size() < 10 || !bytes.starts_with("ID3")) return 0;
  std::size_t length = 0;
  for (std::size_t i = 6; i < 10; ++i) length = length << 7 | (byte_at(bytes, i) & 0x7F);
  const bool footer = (byte_at(bytes, 5) & 0x10) != 0;
  return std::min(bytes.size(), length + (footer ? 20 : 10));
}

using ReadFrame = std::optional<Frame> (*)(std::string_view);

// A pattern that looks like a frame is one only if another follows, or nothing.
bool is_followed(std::string_view rest, const Frame& frame, ReadFrame read) {
  if (frame.bytes > rest.size()) return false;
  const auto next = rest.substr(frame.bytes);
  return next.empty() || next.starts_with("TAG") || next.starts_with("APETAGEX") || read(next).has_value();
}

Result<CleanSound> whole_frames(std::string_view bytes, ReadFrame read) {
  CleanSound out;
  out.bytes.reserve(bytes.size());
  std::int64_t microseconds = 0;
  std::size_t frames = 0;
  std::size_t rubbish = 0;
  auto rest = bytes.substr(id3_length(bytes));
  while (!rest.empty() && !rest.starts_with("TAG") && !rest.starts_with("APETAGEX")) {
    const auto frame = read(rest);
    if (!frame || !is_followed(rest, *frame, read)) {
      if (++rubbish > most_rubbish) return fail(file_damaged());
      rest.remove_prefix(1);
      continue;
    }
    out.bytes += rest.substr(0, frame->bytes);
    microseconds += frame->samples * 1'000'000 / frame->rate;
    ++frames;
    rest.remove_prefix(frame->bytes);
  }
  out.milliseconds = microseconds / 1000;
  if (frames < least_frames || out.milliseconds < least_ms) return fail(file_damaged());
  return out;
}

// Boxes (ISO/IEC 14496-12)
// ---------------------------------------------------------------------------------------------

struct Box {
  std::string_view kind;
  std::size_t content = 0;  // where it begins
  std::size_t end = 0;
};

// The box at `at`, which must end at `end` or before.
std::optional<Box> box_at(std::string_view bytes, std::size_t at, std::size_t end) {
  if (end - at < 8) return std::nullopt;
  std::uint64_t size = big_endian(bytes, at);
  std::size_t head = 8;
  if (size == 1) {
    if (end - at < 16) return std::nullopt;
    size = big_endian_64(bytes, at + 8);
    head = 16;
  } else if (size == 0 && bytes.substr(at + 4, 4) == "mdat") {
    size = end - at;  // to the end of the file, which only the sound may reach
  }
  if (size < head || size > end - at) return std::nullopt;
  return Box{bytes.substr(at + 4, 4), at + head, at + static_cast<std::size_t>(size)};
}

// Reads what is needed of a file's boxes and wipes what is not.
class Boxes {
 public:
  explicit Boxes(std::string& bytes) : bytes_(bytes) {}

  bool walk() { return walk(0, bytes_.size(), 0); }
  bool has_sound_alone() const { return sound_tracks_ == 1 && !picture_ && !other_sound_; }
  bool is_whole() const { return has_media_ && sound_tracks_ > 0 && milliseconds_ >= least_ms; }
  bool says_what_it_is() const { return sound_tracks_ > 0 || picture_ || other_sound_; }
  std::int64_t milliseconds() const { return milliseconds_; }

 private:
  bool walk(std::size_t at, std::size_t end, int depth) {
    if (depth > deepest_box) return false;
    while (at < end) {
      const auto box = box_at(bytes_, at, end);
      if (!box) return false;
      if (!look_at(*box, at, depth)) return false;
      at = box->end;
    }
    return true;
  }

  bool look_at(const Box& box, std::size_t start, int depth) {
    const auto& kind = box.kind;
    if (kind == "moov" || kind == "mdia" || kind == "minf" || kind == "stbl")
      return walk(box.content, box.end, depth + 1);
    if (kind == "trak") {
      handler_.clear();
      return walk(box.content, box.end, depth + 1);
    }
    if (kind == "mdat") has_media_ = true;
    if (kind == "mdhd") return read_length(box);
    if (kind == "hdlr") return read_handler(box);
    if (kind == "stsd") return read_coding(box);
    if (!is_needed(kind)) wipe(box, start);
    return true;
  }

  // Tables of the track, without which nothing plays. User data (udta, meta, uuid) are not among them.
  static bool is_needed(std::string_view kind) {
    constexpr std::array<std::string_view, 17> needed = {"ftyp", "mdat", "mvhd", "tkhd", "edts", "elst",
                                                         "mdhd", "hdlr", "smhd", "dinf", "dref", "stsd",
                                                         "stts", "stsc", "stsz", "stco", "co64"};
    for (const auto& each : needed)
      if (each == kind) return true;
    return false;
  }

  void wipe(const Box& box, std::size_t start) {
    bytes_.replace(start + 4, 4, "free");
    bytes_.replace(box.content, box.end - box.content, box.end - box.content, '\0');
  }

  bool read_length(const Box& box) {
    const bool wide = box.end > box.content && byte_at(bytes_, box.content) == 1;
    const std::size_t at = box.content + (wide ? 20 : 12);
    if (box.end < at + (wide ? 12 : 8)) return false;
    const std::uint64_t scale = big_endian(bytes_, at);
    const std::uint64_t length = wide ? big_endian_64(bytes_, at + 4) : big_endian(bytes_, at + 4);
    constexpr std::uint64_t longest = 1ULL << 40;
    if (scale == 0 || length > longest) return false;
    length_ms_ = static_cast<std::int64_t>(length * 1000 / scale);
    return true;
  }

  // After version and flags and four bytes of nothing: the kind of track; behind it a name that anyone may have chosen.
  bool read_handler(const Box& box) {
    if (box.end < box.content + 12) return false;
    handler_ = bytes_.substr(box.content + 8, 4);
    constexpr std::size_t fixed = 24;
    if (box.end > box.content + fixed) {
      const auto name = box.end - box.content - fixed;
      bytes_.replace(box.content + fixed, name, name, '\0');
    }
    if (handler_ == "vide") picture_ = true;
    return true;
  }

  bool read_coding(const Box& box) {
    if (handler_ != "soun") return true;
    if (box.end < box.content + 16) return false;
    if (std::string_view(bytes_).substr(box.content + 12, 4) != "mp4a") {
      other_sound_ = true;
      return true;
    }
    ++sound_tracks_;
    milliseconds_ = length_ms_;
    return true;
  }

  std::string& bytes_;
  std::string handler_;
  std::int64_t length_ms_ = 0;
  std::int64_t milliseconds_ = 0;
  int sound_tracks_ = 0;
  bool has_media_ = false;
  bool picture_ = false;
  bool other_sound_ = false;
};

Result<CleanSound> clean_m4a(std::string_view bytes) {
  CleanSound out{.bytes = std::string(bytes)};
  Boxes boxes(out.bytes);
  if (!boxes.walk()) return fail(file_damaged());
  if (boxes.says_what_it_is() && !boxes.has_sound_alone()) return fail(sound_wanted());
  if (!boxes.is_whole()) return fail(file_damaged());
  out.milliseconds = boxes.milliseconds();
  return out;
}

}  // namespace

std::optional<Sound> sound_of(std::string_view bytes) {
  if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp") return Sound::m4a;
  const auto rest = bytes.substr(id3_length(bytes));
  if (aac_frame(rest)) return Sound::aac;
  if (mp3_frame(rest) || bytes.starts_with("ID3")) return Sound::mp3;
  return std::nullopt;
}

Result<CleanSound> clean_sound(Sound sound, std::string_view bytes) {
  switch (sound) {
    case Sound::mp3:
      return whole_frames(bytes, &mp3_frame);
    case Sound::aac:
      return whole_frames(bytes, &aac_frame);
    case Sound::m4a:
      return clean_m4a(bytes);
  }
  return fail(file_damaged());
}

}  // namespace gulou::documents
