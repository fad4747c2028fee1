// expect: hole_in_doctype
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<!doctype {}>", "a");
