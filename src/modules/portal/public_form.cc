#include "modules/portal/public_form.h"

#include "spine/workflow/once.h"

namespace gulou::portal {

html::Html key_field() { return html::render("<input type=\"hidden\" name=\"key\" value=\"\">"); }

Result<void> write_form_once(const ModuleContext& context, const net::Request& request, const std::string& key,
                             const std::function<Result<void>(db::Transaction&)>& use_case) {
  net::Request keyed = request;
  std::erase_if(keyed.headers, [](const auto& header) { return header.first == "idempotency-key"; });
  keyed.headers.emplace_back("idempotency-key", key);
  // What is kept is only that it was done; the page that follows is made by whoever asks.
  TRY(workflow::write_once(context, keyed, [&](db::Transaction& tx) -> Result<net::Response> {
    TRY(use_case(tx));
    return net::json_reply("{}");
  }));
  return {};
}

}  // namespace gulou::portal
