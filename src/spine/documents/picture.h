// Pictures are stored without what else cameras write into them: EXIF (place, time, device, thumbnail), XMP, IPTC,
// comments, and whatever follows the picture's end. How the camera was held is kept, else pictures would lie on their
// side; so are colour profiles. The picture itself is not decoded and not compressed again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gulou::documents {

inline constexpr std::uint64_t most_pixels = 200'000'000;

// Errors: invalid "file_damaged"; too_large "picture_too_large".
Result<std::string> clean_jpeg(std::string_view bytes);
Result<std::string> clean_png(std::string_view bytes);

}  // namespace gulou::documents
