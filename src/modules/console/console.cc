#include "modules/console/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "crypto/hash.h"

namespace gulou::console {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t nonce_bytes = 16;
// The longest address of a page, counted in segments after /console.
constexpr int deepest_page = 8;

// The start page, cut at the place of its nonce.
struct Page {
  std::string before;
  std::string after;
};

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (!in.is_open() || in.bad()) return fail(internal_error("cannot read " + path.string()));
  return bytes;
}

Result<Page> read_page(const fs::path& path) {
  const auto text = TRY(read_file(path));
  const auto at = text.find(nonce_mark);
  if (at == std::string::npos || text.find(nonce_mark, at + 1) != std::string::npos)
    return fail(internal_error(fmt::format("{} must hold {} exactly once", path.string(), nonce_mark)));
  return Page{text.substr(0, at), text.substr(at + nonce_mark.size())};
}

Result<std::string> content_type_of(const fs::path& path) {
  static const std::map<std::string, std::string, std::less<>> types = {{".js", "text/javascript; charset=utf-8"},
                                                                        {".css", "text/css; charset=utf-8"},
                                                                        {".svg", "image/svg+xml"},
                                                                        {".png", "image/png"},
                                                                        {".woff2", "font/woff2"}};
  const auto found = types.find(path.extension().string());
  if (found == types.end()) return fail(internal_error("no content type is known for " + path.string()));
  return found->second;
}

net::Response start_page(const Page& page) {
  const auto nonce = crypto::hex(crypto::random_bytes(nonce_bytes));
  auto response = net::html_page(page.before + nonce + page.after);
  response.headers.emplace_back(
      "Content-Security-Policy",
      fmt::format(
          "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{}'; img-src 'self' data:; "
          "connect-src 'self'; font-src 'self'; media-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
          "'none'",
          nonce));
  return response;
}

Error not_built() {
  return {.kind = ErrorKind::not_found,
          .code = "not_found",
          .message = {"这台服务器还没有构建工作台。运行 scripts/build-console 构建后重新启动；公开页面不受影响。",
                      "The console is not built on this server. Run scripts/build-console and start again; the public "
                      "pages work without it."}};
}

// Every address of the console is the start page; which page it shows is for the application to find.
void add_pages(net::Router& router, const net::Handler& handler) {
  std::string pattern = "/console";
  for (int depth = 0; depth <= deepest_page; ++depth) {
    router.add(
        net::Route{.pattern = pattern, .permission = std::string(net::public_route), .query = {}, .handler = handler});
    pattern += fmt::format("/{{part{}}}", depth + 1);
  }
  router.add(net::Route{
      .pattern = "/console/", .permission = std::string(net::public_route), .query = {}, .handler = handler});
}

// Their names carry a hash of their content, so browsers may keep them.
Result<void> add_assets(net::Router& router, const fs::path& folder) {
  std::error_code failure;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, failure)) paths.push_back(entry.path());
  if (failure) return fail(internal_error(fmt::format("{}: {}", folder.string(), failure.message())));
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    auto content_type = TRY(content_type_of(path));
    auto body = TRY(read_file(path));
    router.add(net::StaticFile{.path = "/console/assets/" + path.filename().string(),
                               .content_type = std::move(content_type),
                               .body = std::move(body),
                               .immutable = true});
  }
  return {};
}

}  // namespace

Result<void> register_routes(net::Router& router, const fs::path& folder) {
  if (!fs::exists(folder / "index.html")) {
    add_pages(router, [](const net::Request&) -> Result<net::Response> { return fail(not_built()); });
    return {};
  }
  TRY(add_assets(router, folder / "assets"));
  add_pages(router,
            [page = TRY(read_page(folder / "index.html"))](const net::Request& request) -> Result<net::Response> {
              const bool is_missing_asset = request.parameter("part1") == "assets";
              if (is_missing_asset) return fail(not_found_error({"没有这个文件。", "There is no such file."}));
              return start_page(page);
            });
  return {};
}

}  // namespace gulou::console
