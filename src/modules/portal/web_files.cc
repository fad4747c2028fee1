#include "modules/portal/web_files.h"

#include <fmt/format.h>

#include "crypto/hash.h"

namespace gulou::portal {
namespace {

// The drum tower as the icon of the site.
constexpr std::string_view icon =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-3 -1 32 32\"><rect x=\"-3\" y=\"-1\" width=\"32\" "
    "height=\"32\" rx=\"6\" "
    "fill=\"#14233b\"/><path d=\"M13 1v4M9 8l4-3 4 3M7 13l6-4 6 4M5 18l8-5 8 5M2 24l11-6 11 6M7 24v5M19 24v5M4 29h18\" "
    "fill=\"none\" stroke=\"#e8c26a\" stroke-width=\"1.8\"/></svg>";
constexpr std::string_view icon_path = "/assets/gulou.svg";
constexpr std::string_view javascript = "text/javascript; charset=utf-8";

std::string hash_of(std::string_view content) { return crypto::sha256_hex(content).substr(0, 12); }

// A change of anything that the worker loads is another worker: browsers compare its bytes and install the new one.
std::string whole_worker() {
  const auto shell =
      fmt::format("[\"/assets/{}\", \"/assets/{}\", \"{}\"]", stylesheet_name(), script_name(), icon_path);
  return fmt::format("const VERSION = \"{}\";\nconst SHELL = {};\n{}", hash_of(shell + std::string(worker_text())),
                     shell, worker_text());
}

}  // namespace

const std::string& stylesheet_name() {
  static const std::string name = "portal-" + hash_of(stylesheet_text()) + ".css";
  return name;
}

const std::string& script_name() {
  static const std::string name = "portal-" + hash_of(script_text()) + ".js";
  return name;
}

void add_web_files(net::Router& router) {
  router.add(net::StaticFile{.path = "/assets/" + stylesheet_name(),
                             .content_type = "text/css; charset=utf-8",
                             .body = std::string(stylesheet_text()),
                             .immutable = true});
  router.add(net::StaticFile{.path = "/assets/" + script_name(),
                             .content_type = std::string(javascript),
                             .body = std::string(script_text()),
                             .immutable = true});
  router.add(
      net::StaticFile{.path = std::string(icon_path), .content_type = "image/svg+xml", .body = std::string(icon)});
  router.add(net::StaticFile{.path = "/worker.js", .content_type = std::string(javascript), .body = whole_worker()});
}

}  // namespace gulou::portal
