#include "spine/documents/qr.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <string>

namespace gulou::documents {
namespace {

constexpr int quiet_zone = 4;

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

// Runs of dark modules, each a bar of height 1.
std::string path_of(const QRcode& code) {
  std::string path;
  const auto dark = [&](int x, int y) { return x < code.width && (code.data[y * code.width + x] & 1) != 0; };
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      if (!dark(x, y)) continue;
      const int from = x;
      while (dark(x, y)) ++x;
      path += fmt::format("M{} {}h{}v1H{}z", from + quiet_zone, y + quiet_zone, x - from, from + quiet_zone);
    }
  }
  return path;
}

}  // namespace

std::optional<html::Html> qr_code(std::string_view text, std::string_view label) {
  if (text.empty()) return std::nullopt;
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeData(
      static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (!code) return std::nullopt;
  const int size = code->width + 2 * quiet_zone;
  return html::render(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\" "
      "shape-rendering=\"crispEdges\">"
      "<path fill=\"#fff\" d=\"M0 0h{}v{}H0z\"/><path d=\"{}\"/></svg>",
      label, size, size, size, size, path_of(*code));
}

}  // namespace gulou::documents
