#include "modules/notices/tone.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gulou::notices {
namespace {

constexpr int frame_bytes = 72 * 16'000 / 16'000;  // 13818-3 2.4.3.1
constexpr int frames_of_a_note = 28;               // a second
constexpr int loudest = 200;                       // global gain; 4 steps are half the amplitude
// Which of the 576 lines of the spectrum sounds; each is 13.9 Hz wide: 632, 500 and 757 Hz.
constexpr std::array<int, 3> notes = {45, 36, 54};

class Bits {
 public:
  void put(std::uint32_t value, int count) {
    for (int bit = count - 1; bit >= 0; --bit) {
      if (used_ % 8 == 0) bytes_ += '\0';
      if (value >> bit & 1) bytes_.back() = static_cast<char>(bytes_.back() | 0x80 >> used_ % 8);
      ++used_;
    }
  }
  std::string filled_to(std::size_t bytes) && {
    bytes_.resize(bytes, '\0');
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  int used_ = 0;
};

// The phase of a steady note advances by a quarter or three quarters of its period from frame to frame.
bool is_negative(int line, int frame) {
  const int quarter = frame * (line % 2 == 0 ? 1 : 3) % 4;
  return quarter == 1 || quarter == 2;
}

// One line of the spectrum is 1, all others 0: pairs of code table 1, up to the one with the line.
std::string frame_of(int line, int gain, int frame) {
  const int pairs = line / 2 + 1;
  const bool second = line % 2 == 1;
  Bits bits;
  bits.put(0xFFF, 12);      // sync; MPEG-2
  bits.put(0b0011, 4);      // layer III, no checksum
  bits.put(0b00101000, 8);  // 16 kbit/s, 16 kHz, no padding
  bits.put(0b11000000, 8);  // mono
  // Side information: 13818-3 2.4.1.7.
  bits.put(0, 8);                                                              // main data begin here
  bits.put(0, 1);                                                              // private
  bits.put(static_cast<std::uint32_t>(pairs - 1 + (second ? 3 : 2) + 1), 12);  // length of what follows, in bits
  bits.put(static_cast<std::uint32_t>(pairs), 9);
  bits.put(static_cast<std::uint32_t>(gain), 8);
  bits.put(0, 9);                                             // no scale factors
  bits.put(0, 1);                                             // long windows
  for (int region = 0; region < 3; ++region) bits.put(1, 5);  // code table 1
  bits.put(7, 4);
  bits.put(7, 3);
  bits.put(0, 1);
  bits.put(0, 1);
  // Main data.
  for (int pair = 1; pair < pairs; ++pair) bits.put(1, 1);  // 0 0
  if (second)
    bits.put(0b001, 3);  // 0 1
  else
    bits.put(0b01, 2);  // 1 0
  bits.put(is_negative(line, frame) ? 1 : 0, 1);
  return std::move(bits).filled_to(frame_bytes);
}

}  // namespace

std::string chime(int frames) {
  std::string out;
  for (int frame = 0; frame < frames; ++frame) {
    const auto note = static_cast<std::size_t>(frame / frames_of_a_note) % notes.size();
    out += frame_of(notes.at(note), loudest - frame % frames_of_a_note, frame);
  }
  return out;
}

}  // namespace gulou::notices
