// expect: a template takes text, integers
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p>{}</p>", true);
