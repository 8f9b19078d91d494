// <upload-form> around a form with a file: says at once what is too large, and shows how far the sending is.
class UploadForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  handleEvent(event) {
    event.preventDefault();
    const form = event.target;
    const size = [...form.querySelectorAll("input[type=file]")]
      .flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
    if (size > Number(this.dataset.largest)) return this.#tell(this.dataset.tooLarge);
    return this.#send(form);
  }

  #send(form) {
    const way = this.querySelector(".upload-form__way");
    const bar = way.querySelector("progress");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true"); // only main comes back, and what is to be told waits for the page
    request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
    request.upload.onload = () => { bar.removeAttribute("value"); };
    request.onerror = () => {
      way.hidden = true;
      button.disabled = false;
      this.#tell(this.dataset.cut);
    };
    request.onload = () => {
      if (request.responseURL !== form.action) location.assign(request.responseURL);
      else this.#show(request.responseText);
    };
    way.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  }

  /** Shows what the server has answered in place of the form: the form with its faults. */
  #show(text) {
    const main = document.querySelector("main");
    main.innerHTML = text;
    (main.querySelector("[data-focus]") ?? main).focus();
  }

  #tell(words) {
    let told = this.querySelector(".upload-form__told");
    if (!told) {
      told = document.createElement("p");
      told.className = "error upload-form__told";
      told.setAttribute("role", "alert");
      this.querySelector("form").append(told);
    }
    told.textContent = words;
  }
}

customElements.define("upload-form", UploadForm);
