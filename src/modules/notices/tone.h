// A recording that a machine makes, for the demo: three notes of a chime, no voice. Nobody's words are put into
// anybody's mouth, and nobody's consent is needed.
#pragma once

#include <string>

namespace gulou::notices {

// MP3 (MPEG-2 layer III, 16 kHz, mono, 16 kbit/s) of that many frames of 36 ms.
std::string chime(int frames);

}  // namespace gulou::notices
