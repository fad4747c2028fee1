// expect: nothing
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p class=\"{}\"{@}><a href=\"/u/{}?q={}\">{}</a>{}</p>", "c", attr("id", "x"), "code", 1,
                         "name", text("x"));
